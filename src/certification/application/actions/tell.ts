import { isHere, type LetterParts, sendLetter } from '#src/account/door.ts'
import { ApplicationNotice } from '#src/evaluation/certification-progress/contract/letter.ts'
import { queueMessage } from '#src/server/messages/queue.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { OFFICERS } from '../../access.ts'
import { loadClient } from '../../client/store.ts'
import { wordNotice } from '../rules/notice.ts'
import { loadBodyWords, type StoredApplication } from '../store.ts'

/** Tells the company: by letter where it runs Starproof, by mail where an address is known. */
export async function tellClient(
  tx: WriteTx,
  parts: LetterParts,
  application: Pick<StoredApplication, 'id' | 'clientId' | 'number'>,
  told: Pick<ApplicationNotice, 'notice' | 'reason' | 'materials' | 'dueOn' | 'on'>,
): Promise<Decision<null>> {
  const client = (await loadClient(tx, application.clientId))!
  const notice = ApplicationNotice.parse({ applicationNumber: application.number, clientName: client.name, ...told })
  const about = { recordType: 'application', recordId: application.id }
  if (client.companyOrgId) {
    const to = { orgId: client.companyOrgId, name: client.name }
    const deliver = (await isHere(tx, client.companyOrgId)) ? ('here' as const) : ('file' as const)
    const sent = await sendLetter(tx, parts, { kind: 'application_notice', to, body: notice, deliver, about })
    if (!sent.ok) return sent
  }
  if (client.contactEmail) {
    const { name, language } = await loadBodyWords(tx)
    await queueMessage(tx, {
      ...wordNotice(notice, name, language),
      ...{ channel: 'mail', to: client.contactEmail, link: null, reason: 'application_notice', readers: OFFICERS },
      about: { type: about.recordType, id: about.recordId },
      dedupKey: `application_notice/${newId()}`,
    })
  }
  return accept(null)
}
