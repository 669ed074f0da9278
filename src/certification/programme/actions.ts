import type { Saved } from '#src/company/contract.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { cutPage, type Page } from '#src/shared/page.ts'
import { bodyDay, loadBodyRulesOn } from '../body-rules/actions.ts'
import { loadContract } from '../certification-contract/store.ts'
import type { NewProgramme, Programme } from './contract.ts'
import { canDrawUp, planProgramme } from './rules.ts'
import { insertProgramme, listProgrammeAudits, listSignedContracts, listVersions } from './store.ts'

export async function showProgrammes(
  tx: Tx,
  asked: { limit: number; cursor?: string | undefined; clientId?: string | undefined },
): Promise<Page<Programme>> {
  const page = cutPage(
    await listSignedContracts(tx, { ...asked, limit: asked.limit + 1 }),
    asked.limit,
    (row) => row.contractId,
  )
  const ids = page.rows.map((row) => row.contractId)
  const versions = await listVersions(tx, ids)
  const audits = await listProgrammeAudits(tx, ids)
  const rows = page.rows.map((row) => ({
    ...row,
    versions: versions.filter((one) => one.contractId === row.contractId),
    audits: audits
      .filter((one) => one.contractId === row.contractId)
      .map(({ place, auditId, number, state, plannedFromOn }) => ({ place, auditId, number, state, plannedFromOn })),
  }))
  return { rows, nextCursor: page.nextCursor }
}

/** Draws up the programme of a signed contract by the rules in force today. The versions before stay as they were. */
export async function drawUpProgramme(tx: WriteTx, contractId: string, given: NewProgramme): Promise<Decision<Saved>> {
  const contract = await loadContract(tx, contractId)
  if (!contract) return refuse('not_found', 'not_found')
  const versions = await listVersions(tx, [contractId])
  const allowed = canDrawUp(contract, versions.length, given)
  if (!allowed.ok) return allowed
  const { id: rulesId, rules } = await loadBodyRulesOn(tx, await bodyDay(tx))
  const visited = (await listProgrammeAudits(tx, [contractId])).flatMap(({ place, visitedOn }) =>
    visitedOn === null ? [] : [[place, visitedOn] as const],
  )
  const { countedFromOn } = allowed.value
  const { countedFrom, reason, id } = given
  const rows = planProgramme(rules, contract, { countedFrom, countedFromOn, visitedOn: new Map(visited) })
  const number = (versions[0]?.number ?? 0) + 1
  const made = {
    id,
    contractId,
    clientId: contract.clientId,
    number,
    rulesId,
    countedFrom,
    countedFromOn,
    rows,
    reason,
  }
  await insertProgramme(tx, made)
  tx.record({ recordType: 'audit_programme', recordId: id, verb: 'audit_programme.drawn_up', content: made })
  return accept({ id, version: 1 })
}
