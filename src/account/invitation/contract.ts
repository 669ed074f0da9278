import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { PhoneText } from '#src/shared/fields.ts'
import { Id } from '#src/shared/id.ts'
import { PageQuery, pageOf } from '#src/shared/page.ts'
import { At, EmailAddress, NewPassword, Nothing, PersonName, RoleName, Roles, Secret, UserName } from '../contract.ts'

const ADMINISTRATOR = ['administrator'] as const
export const INVITATION_DAYS = 7

export const InvitationState = z.enum(['open', 'accepted', 'withdrawn', 'expired'])
export type InvitationState = z.output<typeof InvitationState>

export const createInvitation = endpoint({
  name: 'account.createInvitation',
  method: 'POST',
  path: '/api/account/invitations',
  who: ADMINISTRATOR,
  summary: 'Invite a person by a secret link, which is shown once and holds for seven days',
  body: z
    .object({
      id: Id,
      name: PersonName,
      email: EmailAddress.nullish(),
      phone: PhoneText.min(5).nullish(),
      roles: Roles,
    })
    .refine((body) => body.email || body.phone, {
      path: ['email'],
      message: 'an e-mail address or a telephone number',
    }),
  answer: z.object({
    id: Id,
    expiresAt: At,
    /** Address of the link; null when this command is repeated, as the secret is kept nowhere. */
    path: z.string().nullable(),
  }),
})

export const Invitation = z.object({
  id: Id,
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  roles: z.array(RoleName),
  state: InvitationState,
  createdAt: At,
  expiresAt: At,
})
export type Invitation = z.output<typeof Invitation>

export const listInvitations = endpoint({
  name: 'account.listInvitations',
  method: 'GET',
  path: '/api/account/invitations',
  who: ADMINISTRATOR,
  summary: 'Invitations, newest first',
  query: PageQuery,
  answer: pageOf(Invitation),
})

export const withdrawInvitation = endpoint({
  name: 'account.withdrawInvitation',
  method: 'POST',
  path: '/api/account/invitations/:invitationId/withdraw',
  who: ADMINISTRATOR,
  summary: 'Make an open invitation’s link worthless',
  params: z.object({ invitationId: Id }),
  answer: Nothing,
})

const params = z.object({ secret: Secret })

export const showInvitation = endpoint({
  name: 'account.showInvitation',
  method: 'GET',
  path: '/api/account/invitation/:secret',
  who: 'link',
  summary: 'What an invitation offers, to the holder of its link',
  perMinute: 30,
  params,
  answer: z.object({
    orgName: z.string(),
    name: z.string(),
    roles: z.array(RoleName),
    expiresAt: At,
  }),
})

export const acceptInvitation = endpoint({
  name: 'account.acceptInvitation',
  method: 'POST',
  path: '/api/account/invitation/:secret/accept',
  who: 'link',
  summary: 'Take an invitation, once: with a new user name and password, or as the person signed in',
  perMinute: 10,
  params,
  body: z.discriminatedUnion('as', [
    z.object({ as: z.literal('new_person'), userName: UserName, password: NewPassword }),
    z.object({ as: z.literal('signed_in_person') }),
  ]),
  answer: z.object({ personId: Id }),
})
