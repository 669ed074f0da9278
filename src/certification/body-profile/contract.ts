import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { BODY, RULE_MAKERS } from '../access.ts'

const Text = (max: number) => z.string().trim().max(max)

/** The body as its certificates name it. */
export const BodyProfile = z.strictObject({
  legalName: Text(200).min(1),
  nameEn: Text(200),
  address: Text(300),
  /** Number of the approval by which the body certifies, e.g. CNCA-R-…. */
  approvalNumber: Text(60),
  website: Text(200).regex(/^(https?:\/\/\S+)?$/),
  /** Who signs for the body. */
  signatory: Text(60),
})
export type BodyProfile = z.output<typeof BodyProfile>

/** `version` 0: nothing was entered yet, and the name is that of the organisation. */
const Standing = BodyProfile.extend({ version: z.int().min(0) })

export const readBodyProfile = endpoint({
  name: 'certification.readBodyProfile',
  method: 'GET',
  path: '/api/certification/body-profile',
  who: BODY,
  summary: 'The body as its certificates name it',
  answer: Standing,
})

export const saveBodyProfile = endpoint({
  name: 'certification.saveBodyProfile',
  method: 'PUT',
  path: '/api/certification/body-profile',
  who: RULE_MAKERS,
  summary: 'Changes how certificates issued from now on name the body',
  body: Standing,
  answer: z.object({ version: z.int() }),
})
