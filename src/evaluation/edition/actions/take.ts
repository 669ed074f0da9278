import { TABULAR_LIMITS, type TabularLimits } from '#src/server/tabular/limits.ts'
import { readTabular } from '#src/server/tabular/read.ts'
import type { Tx, WriteTx } from '#src/server/unit-of-work.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { newId } from '#src/shared/id.ts'
import type { Problem, Scheme, Seal } from '../../scheme/contract.ts'
import { parseScheme, type ReadScheme } from '../../scheme/read-scheme.ts'
import { checkScheme } from '../../scheme/rules/check.ts'
import { compareSchemes } from '../../scheme/rules/compare.ts'
import { sayProblem } from '../../scheme/rules/problem-words.ts'
import { refuseUnsound } from '../../scheme/rules/refuse-unsound.ts'
import { hashScheme, isSealIntact } from '../../scheme/rules/seal.ts'
import { listLeaves } from '../../scheme/rules/tree.ts'
import { readSchemeSheets } from '../../scheme/rules/workbook-read.ts'
import type { CellProblem } from '../../scheme/rules/workbook-table.ts'
import type { FileCheck } from '../contract.ts'
import { freeVersion } from '../rules.ts'
import {
  findEditionByHash,
  insertEdition,
  lastEditionNumber,
  listStoredEditions,
  type StoredEdition,
} from '../store.ts'
import { type Changed, changed, note, save } from './note.ts'

// Far more than any standard needs, and little enough to read within a request.
const WORKBOOK_LIMITS: TabularLimits = { ...TABULAR_LIMITS, unpackedBytes: 20_000_000, rows: 5_000, cells: 100_000 }

/** Far more than anybody corrects before trying again. */
const MOST_PROBLEMS = 500

type Upload = { name: string; base64: string }
type Read = ReadScheme<Problem | CellProblem>

/** A workbook by its name, everything else as the text of a scheme file. */
async function readUpload({ name, base64 }: Upload): Promise<Decision<Read>> {
  const bytes = Buffer.from(base64, 'base64')
  if (!/\.(xlsx|xls|et)$/i.test(name)) return accept(parseScheme(bytes.toString('utf8')))
  const read = await readTabular(name, bytes, WORKBOOK_LIMITS)
  return read.ok ? accept(readSchemeSheets(read.value.sheets)) : read
}

export async function importScheme(tx: WriteTx, given: { id: string; text: string }): Promise<Decision<Changed>> {
  const read = parseScheme(given.text)
  return read.scheme ? take(tx, given.id, read) : refuseUnsound(read.problems)
}

/** The same from a workbook; refused with the cell of the first problem. */
export async function importWorkbook(tx: WriteTx, given: Upload & { id: string }): Promise<Decision<Changed>> {
  const read = await readTabular(given.name, Buffer.from(given.base64, 'base64'), WORKBOOK_LIMITS)
  if (!read.ok) return read
  const { scheme, problems, ...sealed } = readSchemeSheets(read.value.sheets)
  if (scheme) return take(tx, given.id, { scheme, ...sealed })
  const { sheet, row, column, code, ...told } = problems[0]!
  const { zh: problemZh, en: problemEn } = sayProblem({ code, ...told })
  const more = problems.length - 1
  return refuse('invalid', 'scheme_cell_wrong', { sheet, row, column, code, problemZh, problemEn, more })
}

type Taken = { scheme: Scheme; seal?: Seal | undefined; publisher?: string | undefined }

/** Sealed and unchanged: as it is. Otherwise in place of the draft of the same scheme, or as a new draft beside the others. */
async function take(
  tx: WriteTx,
  id: string,
  { scheme: read, seal, publisher = '' }: Taken,
): Promise<Decision<Changed>> {
  const editions = await listStoredEditions(tx)
  if (seal && isSealIntact({ scheme: read, seal })) {
    const known = editions.find((edition) => edition.seal?.schemeHash === seal.schemeHash)
    if (known) return refuse('conflict', 'scheme_here_already', { number: known.number })
    await insertEdition(tx, id, (await lastEditionNumber(tx)) + 1, read, { seal, publisher, source: '' })
    note(tx, id, 'brought_in', { schemeId: read.id, schemeHash: seal.schemeHash, publisher })
    return accept(changed(id, 1, read))
  }
  const scheme = { ...read, version: freeVersion(read, sealedVersions(editions, read.id)) }
  const draft = editions.find((edition) => edition.seal === null && edition.scheme.id === scheme.id)
  const content = { schemeHash: hashScheme(scheme) }
  if (draft) return accept(await save(tx, draft, { scheme, seal: null }, 'imported', content))
  await insertEdition(tx, id, (await lastEditionNumber(tx)) + 1, scheme)
  note(tx, id, 'imported', content)
  return accept(changed(id, 1, scheme))
}

function sealedVersions(editions: readonly StoredEdition[], schemeId: string): number[] {
  return editions.flatMap(({ seal, scheme }) => (seal !== null && scheme.id === schemeId ? [scheme.version] : []))
}

/** Everything wrong with a file at once, or what it would bring; nothing is kept. */
export async function checkFile(tx: Tx, given: Upload): Promise<Decision<FileCheck>> {
  const read = await readUpload(given)
  if (!read.ok) return read
  const { scheme, problems = [], ...sealed } = read.value
  const shown = problems.slice(0, MOST_PROBLEMS).map(shownProblem)
  const brings = scheme ? await bringsOf(tx, { scheme, ...sealed }) : null
  return accept({ problems: shown, problemCount: problems.length, brings })
}

function shownProblem(problem: Problem | CellProblem): FileCheck['problems'][number] {
  const { code, expected, found } = problem
  const told = { code, expected, found, says: sayProblem(problem) }
  if ('path' in problem) return { ...told, path: problem.path, place: null }
  const { sheet, row, column } = problem
  return { ...told, path: '', place: { sheet, row, column } }
}

async function bringsOf(tx: Tx, { scheme, seal, publisher = '' }: Taken): Promise<NonNullable<FileCheck['brings']>> {
  const editions = await listStoredEditions(tx)
  const isIntact = seal !== undefined && isSealIntact({ scheme, seal })
  const known = isIntact ? editions.find((one) => one.seal?.schemeHash === seal.schemeHash) : undefined
  const ofScheme = editions.filter((one) => one.scheme.id === scheme.id)
  const draft = ofScheme.find((one) => one.seal === null)
  const before = draft ?? ofScheme[0]
  return {
    ...{ title: scheme.title, standard: scheme.standard, schemeId: scheme.id, publisher },
    schemeVersion: isIntact ? scheme.version : freeVersion(scheme, sealedVersions(editions, scheme.id)),
    leafCount: listLeaves(scheme).length,
    seal: seal ?? null,
    isSealIntact: isIntact,
    becomes: known ? 'known' : isIntact ? 'sealed' : draft ? 'draft_replaced' : 'draft',
    knownId: known?.id ?? null,
    comparedWith: before?.number ?? null,
    changes: before ? compareSchemes(before.scheme, scheme) : [],
  }
}

/**
 * Takes over a scheme that somebody else sealed, for an audit under it; the same scheme again is the same edition. Never in use as the
 * organisation's own. `source` says where it came from, e.g. whose pack.
 */
export async function installEdition(
  tx: WriteTx,
  given: { scheme: Scheme; seal: Seal; source: string },
): Promise<Decision<{ editionId: string }>> {
  const { scheme, seal, source } = given
  if (!isSealIntact({ scheme, seal })) return refuse('invalid', 'scheme_seal_broken', { schemeId: scheme.id })
  const problems = checkScheme(scheme)
  if (problems.length > 0) return refuseUnsound(problems)
  const known = await findEditionByHash(tx, seal.schemeHash)
  if (known) return accept({ editionId: known.id })
  const editionId = newId()
  await insertEdition(tx, editionId, (await lastEditionNumber(tx)) + 1, scheme, { seal, source, publisher: '' })
  note(tx, editionId, 'taken_over', { schemeId: scheme.id, schemeHash: seal.schemeHash, source })
  return accept({ editionId })
}
