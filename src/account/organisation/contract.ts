import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { PhoneText, Version } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'

const zones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])
export const TimeZone = z
  .string()
  .max(60)
  .refine((zone) => zones.has(zone), 'a time zone of the IANA list')
export const LanguageName = z.enum(['zh-CN', 'en'])
export const OrganisationKind = z.enum(['company', 'certification_body'])
export const OrganisationName = z.string().trim().min(1).max(200)

export const Organisation = z.object({
  id: Id,
  slug: z.string(),
  name: z.string(),
  kind: OrganisationKind,
  timeZone: z.string(),
  language: LanguageName,
  hotline: z.string(),
  version: z.number().int(),
})
export type Organisation = z.output<typeof Organisation>

export const showOrganisation = endpoint({
  name: 'account.showOrganisation',
  method: 'GET',
  path: '/api/account/organisation',
  who: 'signed_in',
  summary: 'The organisation one is signed in to',
  answer: Organisation,
})

export const updateOrganisation = endpoint({
  name: 'account.updateOrganisation',
  method: 'PUT',
  path: '/api/account/organisation',
  who: ['administrator'],
  summary: 'Change the organisation’s name, time zone, language and hotline',
  body: z.object({
    name: OrganisationName,
    timeZone: TimeZone,
    language: LanguageName,
    hotline: PhoneText.default(''),
    version: Version,
  }),
  answer: Organisation,
})
