import { calendarFor } from '#src/company/door.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import type { Answer } from '#src/shared/endpoint.ts'
import { dayOf } from '#src/shared/instant.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import type { ReceivedCertificate, readCertification, Step } from '../contract/progress.ts'
import { standingOf } from '../rules/certificate.ts'
import { changesOf, dueItems, dueOf, isStanding } from '../rules/due.ts'
import { readStep } from '../rules/step.ts'
import { tasksOf } from '../rules/task.ts'
import { listReceived, listVerified, type StoredCertificate } from '../store/certificate.ts'
import { listAbout, listCrossed, listOpenCorrections } from '../store/letters.ts'

type Paged = { limit: number; cursor?: string | undefined }

async function todayOn(tx: Tx): Promise<string> {
  const { company } = await calendarFor(tx, null)
  return dayOf(Date.parse(tx.at), company.zone)
}

export async function showSteps(tx: Tx, { limit, cursor }: Paged): Promise<Page<Step>> {
  const crossed = await listCrossed(tx, { limit: limit + 1, cursor })
  return cutPage(crossed.map(readStep), limit, (step) => step.parcelId)
}

export async function showReceived(tx: Tx, asked: Paged): Promise<Page<ReceivedCertificate>> {
  const rows = await listReceived(tx, { ...asked, limit: asked.limit + 1 })
  const told = await withLetters(tx, rows, await todayOn(tx))
  return cutPage(
    told.map(({ certificate }) => certificate),
    asked.limit,
    (row) => row.id,
  )
}

export async function showCertification(tx: Tx): Promise<Answer<typeof readCertification>> {
  const today = await todayOn(tx)
  const held = await withLetters(tx, await listVerified(tx), today)
  const standing = held
    .map(({ certificate }) => certificate)
    .filter(({ standing }) => standing !== null && isStanding(standing.status))
    .toSorted((one, other) => (one.says!.validUntilOn > other.says!.validUntilOn ? -1 : 1))
  return {
    todayOn: today,
    tasks: tasksOf(await listCrossed(tx, {}), await listOpenCorrections(tx), today).slice(0, 300),
    held: standing[0] ?? null,
    due: dueItems(held, today).slice(0, 1000),
  }
}

/** What the certificates held have to have, each with its body. */
export async function loadDue(tx: Tx) {
  const today = await todayOn(tx)
  const held = await withLetters(tx, await listVerified(tx), today)
  return held.flatMap((one) =>
    dueItems([one], today).map((item) => ({ item, id: one.certificate.id, bodyOrgId: one.bodyOrgId })),
  )
}

async function withLetters(tx: Tx, rows: readonly StoredCertificate[], today: string) {
  const about = await listAbout(tx, rows)
  return rows.map((row) => {
    const letters = about.filter(({ bodyOrgId, number }) => bodyOrgId === row.bodyOrgId && number === row.number)
    const standing = standingOf(row.says, row.problems, changesOf(letters), today)
    return { certificate: certificateOf(row, standing), due: dueOf(letters), bodyOrgId: row.bodyOrgId }
  })
}

function certificateOf(
  row: StoredCertificate,
  standing: Pick<ReceivedCertificate, 'standing' | 'notice'>,
): ReceivedCertificate {
  const { id, parcelId, bodyName, number, edition, fileSha256, says, problems, rootFingerprint, registerUrl } = row
  const isVerified = problems.length === 0
  const isReplaced = isVerified && row.newestEdition !== null && row.newestEdition > edition
  return {
    ...{ id, parcelId, bodyName, number, edition, fileSha256, says, problems, rootFingerprint, registerUrl },
    ...standing,
    isHeld: isVerified && !isReplaced,
    replacedByEdition: isReplaced ? row.newestEdition : null,
    signer: { fingerprint: row.signer, state: row.signerState },
    madeAt: row.madeAt,
    receivedAt: row.receivedAt,
  }
}
