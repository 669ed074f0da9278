import en from '#src/app/messages/en/certificate.json' with { type: 'json' }
import zh from '#src/app/messages/zh-CN/certificate.json' with { type: 'json' }
import { certificateFingerprint } from '#src/server/credential/did.ts'
import type { Tx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { loadBodyProfile } from '../../body-profile/store.ts'
import { bodyDay } from '../../body-rules/actions.ts'
import { editionOn, statusOn } from '../../certificate/rules/status.ts'
import { type Certificate, loadCertificate } from '../../certificate/store/certificate.ts'
import { listRoots } from '../../signing-key/actions.ts'
import { loadSlug } from '../../signing-key/store.ts'
import type { RegisterEntry, RegisterRow } from '../contract.ts'
import { badgeSvg } from '../rules/badge.ts'

/** One line of the public's search: what the newest edition says, status today. */
export async function showRow(tx: Tx, id: string): Promise<RegisterRow> {
  const certificate = (await loadCertificate(tx, id))!
  const todayOn = await bodyDay(tx)
  const { says } = editionOn(certificate.editions, todayOn)
  return {
    number: certificate.number,
    holderName: says.holder.name,
    body: { slug: await loadSlug(tx), name: says.body.legalName },
    stars: says.level.stars,
    validUntilOn: certificate.validUntilOn,
    standing: statusOn(certificate, certificate.changes, todayOn),
  }
}

/** What the register tells anybody about a certificate on a day, today or before. The register does not tell the future. */
export async function showEntry(tx: Tx, id: string, on: string | undefined): Promise<Decision<RegisterEntry>> {
  const todayOn = await bodyDay(tx)
  const onDay = on ?? todayOn
  if (onDay > todayOn) return refuse('invalid', 'day_not_come', { todayOn })
  const certificate = (await loadCertificate(tx, id))!
  const { changes, editions } = certificate
  const { says } = editionOn(editions, onDay)
  const profile = await loadBodyProfile(tx)
  const maintained = changes.filter((change) => change.kind === 'maintain' && change.effectiveOn <= onDay).at(-1)
  return accept({
    body: {
      ...{ slug: await loadSlug(tx), name: profile.legalName, address: profile.address },
      ...{ approvalNumber: profile.approvalNumber, website: profile.website },
      rootFingerprint: certificateFingerprint((await listRoots(tx))[0]!),
    },
    ...{ says, onDay, todayOn, standing: statusOn(certificate, changes, onDay) },
    editions: editions.map(({ number, validFromOn }) => ({ number, validFromOn })),
    changes: changes.map(({ kind, effectiveOn, untilOn, publicReason, edition, madeAt }) => ({
      ...{ kind, effectiveOn, untilOn, publicReason, edition, madeAt },
    })),
    maintainedOn: maintained?.effectiveOn ?? null,
  })
}

/** An edition by its number; the one that holds today where none is named. */
export async function pickEdition(tx: Tx, id: string, asked: number | undefined) {
  const certificate = (await loadCertificate(tx, id))!
  const todayOn = await bodyDay(tx)
  const edition = asked
    ? certificate.editions.find((one) => one.number === asked)
    : editionOn(certificate.editions, todayOn)
  return edition && { certificate, edition }
}

export async function drawBadge(tx: Tx, id: string, lang: 'zh' | 'en'): Promise<string> {
  const certificate: Certificate = (await loadCertificate(tx, id))!
  const todayOn = await bodyDay(tx)
  const { says } = editionOn(certificate.editions, todayOn)
  const { status } = statusOn(certificate, certificate.changes, todayOn)
  const words = lang === 'en' ? en : zh
  return badgeSvg(says, status, { ...words.badge, status: words.status }, says.level.name[lang])
}
