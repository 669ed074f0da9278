import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { GivenPassword, NewPassword, Nothing } from '../contract.ts'

export const changePassword = endpoint({
  name: 'account.changePassword',
  method: 'POST',
  path: '/api/account/password',
  who: 'signed_in',
  summary: 'Change one’s own password; ends all other sessions',
  perMinute: 10,
  body: z.object({ currentPassword: GivenPassword, newPassword: NewPassword }),
  answer: Nothing,
})
