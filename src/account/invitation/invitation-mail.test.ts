import { afterAll, expect, it } from 'vitest'
import { listMessages, readMessage } from '#src/server/messages/contract.ts'
import { openMailer } from '#src/server/messages/mailer.ts'
import { messageRoutes } from '#src/server/messages/routes.ts'
import { messageSweep } from '#src/server/messages/sweep.ts'
import { newId } from '#src/shared/id.ts'
import { openMailServer } from '#test/mail-server.ts'
import { sun, zheng } from '#test/people.ts'
import { openTestPlatform } from '#test/platform.ts'
import { acceptInvitation, createInvitation, withdrawInvitation } from './contract.ts'
import { invitationMail } from './rules.ts'

const test = await openTestPlatform({ routes: [messageRoutes] })
const server = await openMailServer()
const mailer = openMailer(server.url, 'service@lanjing.example')
const sends = messageSweep(test.platform, mailer, 'https://star.example')
afterAll(async () => {
  mailer.close()
  await server.close()
  await test.close()
})

async function invite(change: object = {}) {
  const body = { id: newId(), name: '何静', email: 'he@lanjing.example', roles: ['administrator'], ...change }
  const commandId = newId()
  const answer = await test.as(zheng).call(createInvitation, { body, commandId })
  expect(answer.status).toBe(200)
  return { body, commandId, messages: await messagesAbout(body.id) }
}

async function messagesAbout(id: string) {
  return (await test.as(zheng).call(listMessages)).body.rows.filter((row) => row.aboutId === id)
}

it('he jing is sent the link by mail, and comes in by it', async () => {
  const { body, commandId } = await invite()
  // The command came twice, its first answer was lost.
  await test.as(zheng).call(createInvitation, { body, commandId })
  await sends.run()
  expect(server.mails).toHaveLength(1)
  const [mail] = server.mails
  expect(mail).toMatchObject({ to: 'he@lanjing.example', subject: '蓝鲸制冷设备邀请您加入' })
  expect(mail!.text).toContain('何静，您好')
  expect(mail!.text).toContain('2026/11/23 09:00 前')
  const secret = /https:\/\/star\.example\/invitation\/([\w-]+)/.exec(mail!.text)![1]!
  const taken = await test.as(null).call(acceptInvitation, {
    params: { secret },
    body: { as: 'new_person', userName: 'he', password: 'quiet river at dusk' },
  })
  expect(taken.status).toBe(200)
})

it('the link is not for service managers, who see that there is a mail: they could make themselves administrator', async () => {
  const [row] = (await invite()).messages
  const params = { messageId: row!.id }
  expect(await test.as(sun).call(readMessage, { params })).toMatchObject({
    status: 403,
    body: { refusal: { code: 'message_private' } },
  })
  expect((await test.as(zheng).call(readMessage, { params })).body.link).toMatch(/^\/invitation\//)
})

it('who has only a telephone number is not written to', async () => {
  expect((await invite({ email: null, phone: '13900000000' })).messages).toEqual([])
})

it('a mail of an invitation that was withdrawn does not leave', async () => {
  await sends.run()
  server.mails.length = 0
  const { body } = await invite()
  await test.as(zheng).call(withdrawInvitation, { params: { invitationId: body.id } })
  await sends.run()
  expect(server.mails).toEqual([])
  expect(await messagesAbout(body.id)).toMatchObject([{ state: 'given_up', isErased: true }])
})

it('the mail speaks English where the organisation does', () => {
  const organisation = { name: 'Blue Whale', language: 'en', timeZone: 'UTC' } as const
  const { subject, body } = invitationMail({ name: 'He Jing', expiresAt: '2026-11-23T01:00:00.000Z', organisation })
  expect(subject).toBe('Blue Whale invites you')
  expect(body).toContain('before 11/23/2026, 01:00')
  expect(body).toContain('{{link}}')
})
