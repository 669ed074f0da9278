import type { WriteTx } from '#src/server/unit-of-work.ts'
import { actorRef } from '#src/shared/actor.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import { loadBodyProfile } from '../../body-profile/store.ts'
import { bodyDay, loadBodyRulesOn } from '../../body-rules/actions.ts'
import { loadClient } from '../../client/store.ts'
import { refuseEnded, refuseUnannounced } from '../../holder-transition/actions/standard.ts'
import { mayChange } from '../access.ts'
import { type CertificateText, type ChangeKind, DecidedScheme } from '../contract/text.ts'
import { bringsEdition, canChange, decisionKindFor, fitsStandard } from '../rules/change.ts'
import { decidedText, replacedText } from '../rules/text.ts'
import { type Certificate, insertChange, lockCertificate, saveCertificate } from '../store/certificate.ts'
import { type DecisionRow, findDecision, listAuditsBehind } from '../store/decision.ts'
import { type CertificateParts, makeEdition } from './edition.ts'
import { refuseInvolved } from './independence.ts'
import { tellChange } from './tell.ts'

export type WantedChange = {
  certificateId: string
  /** Left out: minted here, for what the system does by itself. */
  id?: string
  kind: ChangeKind
  effectiveOn: string
  /** Suspensions only: no longer than. */
  untilOn?: string | null
  reason: string
  publicReason: string
  /** For extension, reduction, stars, maintenance and another edition: the decision that it carries out. */
  decisionId?: string | null
}

export type Changed = { id: string; edition: number | null }

/**
 * Suspends, restores, withdraws, cancels, extends, reduces, re-stars, maintains, replaces or moves a certificate: the register shows it at once, the
 * holder is told. Only by a decider who took no part in its audits, or by the system under the body's rules.
 */
export async function changeCertificate(
  tx: WriteTx,
  parts: CertificateParts,
  wanted: WantedChange,
): Promise<Decision<Changed>> {
  if (!mayChange(tx.actor)) return refuse('forbidden', 'deciders_only')
  const certificate = await lockCertificate(tx, wanted.certificateId)
  if (!certificate) return refuse('not_found', 'certificate_not_found')
  const decision = await requireDecision(tx, certificate, wanted)
  if (!decision.ok) return decision
  const audits = await listAuditsBehind(tx, certificate.id)
  const involved = decision.value ? [...audits, decision.value.auditId] : audits
  const independent = await refuseInvolved(tx, involved, certificate.clientId)
  if (!independent.ok) return independent
  const todayOn = await bodyDay(tx)
  const { rules } = await loadBodyRulesOn(tx, todayOn)
  const allowed = canChange(certificate, certificate.changes, wanted, rules, todayOn)
  if (!allowed.ok) return allowed
  const standing = await mayStand(tx, certificate, wanted, decision.value)
  if (!standing.ok) return standing
  const text = await nextText(tx, certificate, wanted.kind, decision.value)
  if (!text.ok) return text
  return carryOut(tx, parts, certificate, wanted, text.value)
}

async function requireDecision(
  tx: WriteTx,
  certificate: Certificate,
  wanted: WantedChange,
): Promise<Decision<DecisionRow | null>> {
  const kind = decisionKindFor(wanted.kind)
  if (!kind) return wanted.decisionId ? refuse('invalid', 'decision_not_needed') : accept(null)
  const decision = wanted.decisionId ? await findDecision(tx, wanted.decisionId) : undefined
  const fits = decision?.kind === kind && decision.clientId === certificate.clientId
  const isAboutThis = fits && (decision.certificateId === null || decision.certificateId === certificate.id)
  return isAboutThis ? accept(decision) : refuse('conflict', 'decision_needed', { kind })
}

/** On which edition of the standard it may go on: another one only by a transition that was announced, an old one only while it lasts. */
async function mayStand(
  tx: WriteTx,
  certificate: Certificate,
  { kind, effectiveOn }: WantedChange,
  decision: DecisionRow | null,
): Promise<Decision<null>> {
  const before = certificate.editions.at(-1)!.says.standard
  const decided = decision && DecidedScheme.safeParse(decision.scheme).data
  if (!decided) return kind === 'restore' ? refuseEnded(tx, before, effectiveOn) : accept(null)
  const after = { schemeId: decided.id, reference: decided.standard }
  const fits = fitsStandard(kind, before, after)
  if (!fits.ok) return fits
  return refuseUnannounced(tx, before, after)
}

/** What it says from then on; null where it goes on saying the same. */
async function nextText(
  tx: WriteTx,
  certificate: Certificate,
  kind: ChangeKind,
  decision: DecisionRow | null,
): Promise<Decision<CertificateText | null>> {
  if (!bringsEdition(kind)) return accept(null)
  const before = certificate.editions.at(-1)!.says
  if (decision) return decidedText(before, decision)
  const client = (await loadClient(tx, certificate.clientId))!
  const { version: _, ...body } = await loadBodyProfile(tx)
  return accept(replacedText(before, { name: client.name, uscc: client.uscc, address: client.address }, body))
}

async function carryOut(
  tx: WriteTx,
  parts: CertificateParts,
  certificate: Certificate,
  wanted: WantedChange,
  text: CertificateText | null,
): Promise<Decision<Changed>> {
  const { kind, effectiveOn, untilOn = null, reason, publicReason, decisionId = null } = wanted
  const edition = text ? await makeEdition(tx, parts, certificate.id, text, effectiveOn) : null
  if (edition && !edition.ok) return edition
  const made = edition?.value ?? null
  const id = wanted.id ?? newId()
  await insertChange(tx, certificate.id, {
    ...{ id, kind, effectiveOn, untilOn, reason, publicReason, decisionId, edition: made?.number ?? null },
    ...{ madeBy: actorRef(tx.actor), madeByName: 'name' in tx.actor ? tx.actor.name : '' },
  })
  const newest = text ?? certificate.editions.at(-1)!.says
  await saveCertificate(tx, certificate.id, certificate.version, {
    ...{ edition: newest.edition, holderName: newest.holder.name, stars: newest.level.stars },
  })
  tx.record({
    recordType: 'certificate',
    recordId: certificate.id,
    verb: PAST[kind],
    // Public, like everything noted about a certificate; the inner reason is noted apart.
    content: {
      changeId: id,
      number: certificate.number,
      kind,
      effectiveOn,
      untilOn,
      publicReason,
      edition: made?.number ?? null,
    },
  })
  tx.record({
    recordType: 'certificate_change',
    recordId: id,
    verb: 'certificate_change.made',
    content: { certificateId: certificate.id, reason, decisionId },
  })
  const client = (await loadClient(tx, certificate.clientId))!
  await tellChange(tx, parts, client, { certificate, changeId: id, wanted, text: newest, made })
  return accept({ id, edition: made?.number ?? null })
}

const PAST: Record<ChangeKind, string> = {
  suspend: 'certificate.suspended',
  restore: 'certificate.restored',
  withdraw: 'certificate.withdrawn',
  cancel: 'certificate.cancelled',
  extend: 'certificate.extended',
  reduce: 'certificate.reduced',
  star: 'certificate.star_changed',
  maintain: 'certificate.maintained',
  replace: 'certificate.replaced',
  edition: 'certificate.moved_to_edition',
}
