import { z } from 'zod'
import { endpoint } from '#src/shared/endpoint.ts'
import { GivenPassword, Nothing } from '../contract.ts'
import { Me } from '../session/contract.ts'

export const signIn = endpoint({
  name: 'account.signIn',
  method: 'POST',
  path: '/api/account/sign-in',
  who: 'public',
  summary: 'Sign in by user name or e-mail and password; sets the session cookie',
  perMinute: 20,
  body: z.object({ login: z.string().trim().min(1).max(254), password: GivenPassword }),
  answer: Me,
})

export const signOut = endpoint({
  name: 'account.signOut',
  method: 'POST',
  path: '/api/account/sign-out',
  who: 'public',
  summary: 'End the session of this browser; harmless when it has ended already',
  answer: Nothing,
})
