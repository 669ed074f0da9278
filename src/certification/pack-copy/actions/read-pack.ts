import { createHash, hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { z } from 'zod'
import { AssessmentExport } from '#src/evaluation/assessment/contract/export.ts'
import { checkExport } from '#src/evaluation/assessment/rules/result.ts'
import {
  ApplicationForm,
  CaseEntry,
  Checklist,
  DOSSIER_MEMBER,
  OutletEntry,
  StaffEntry,
} from '#src/evaluation/material/contract/dossier.ts'
import { eachLine, entryChunks, readEntry } from '#src/server/pack/entry-lines.ts'
import { LIMIT, Manifest, MEMBER } from '#src/server/pack/format.ts'
import { type FoundMember, PackFile, walkMembers } from '#src/server/pack/read.ts'
import { Findings } from '#src/server/pack/report.ts'
import { ed25519Verifier, serverHasher } from '#src/server/pack/signing-key.ts'
import { canonicalJson } from '#src/shared/canonical.ts'
import { accept, type Decision, refuse } from '#src/shared/decision.ts'
import { parseFlatJson, parseJson } from '#src/shared/json.ts'
import { CompactRange } from '#src/shared/merkle/compact-range.ts'
import { HASH_BYTES } from '#src/shared/merkle/hash.ts'
import { openNote, parseVkey } from '#src/shared/signed-note.ts'
import type { PackLayout } from '../contract.ts'
import { agree, caseOf, type LedgerCase, makesCase } from '../rules.ts'

/** What an application pack brings beside the ledger. */
export type Dossier = {
  form: ApplicationForm
  outlets: OutletEntry[]
  staff: StaffEntry[]
  checklist: Checklist | null
  assessment: AssessmentExport | null
}

export type PackRead = {
  org: Manifest['org']
  madeAt: string
  manifestSha256: string
  /** The vkey that signed the manifest. */
  signer: string
  keys: Manifest['keys']
  checkpoint: string
  ledgerSize: number
  rotations: { from: string; to: string }[]
  cases: CaseEntry[]
  casesSha256: string | null
  unprovenCount: number
  layout: PackLayout
  tileRoots: Buffer
  dossier: Dossier | null
}

/** More would be no company's; each is held in memory while the pack is taken in. */
const CASES_MAX = 500_000
const MEMBER_BYTES_MAX = 64 * 1024 * 1024
const RUN_ENTRIES = 1_000

/** Reads a pack that was verified before: its dossier, its cases against the ledger, and where its entries stand. */
export async function readPack(path: string): Promise<Decision<PackRead>> {
  const handle = await open(path, 'r')
  const size = (await handle.stat()).size
  return readFrom(new PackFile(handle, size)).finally(() => handle.close())
}

async function readFrom(file: PackFile): Promise<Decision<PackRead>> {
  const members = new Map((await walkMembers(file, new Findings())).map((member) => [member.name, member]))
  const manifestBytes = await file.read(members.get(MEMBER.manifest)!.start, members.get(MEMBER.manifest)!.size)
  const manifest = Manifest.parse(parseFlatJson(manifestBytes.toString()))
  const ledger = await readLedger(file, members)
  const dossier = await readDossier(file, members, manifest.org.id)
  if (!dossier.ok) return dossier
  const listed = await readCases(file, members, ledger.cases)
  if (!listed.ok) return listed
  if (dossier.value && listed.value.casesSha256 === null)
    return refuse('invalid', 'pack_member_missing', { member: DOSSIER_MEMBER.cases })
  return accept({
    org: manifest.org,
    madeAt: manifest.madeAt,
    manifestSha256: hash('sha256', manifestBytes, 'hex'),
    signer: await signerOf(file, members, manifest.keys),
    keys: manifest.keys,
    checkpoint: manifest.checkpoint,
    ledgerSize: ledger.size,
    rotations: ledger.rotations,
    ...listed.value,
    unprovenCount: ledger.cases.filter(({ isProven }) => !isProven).length,
    layout: { members: placesOf(members), runs: ledger.runs },
    tileRoots: await readTileRoots(file, members.get(MEMBER.leaves)!),
    dossier: dossier.value,
  })
}

async function signerOf(file: PackFile, members: Map<string, FoundMember>, keys: Manifest['keys']): Promise<string> {
  const member = members.get(MEMBER.manifestSignature)!
  const note = (await file.read(member.start, member.size)).toString()
  const verify = ed25519Verifier()
  return keys.find(({ vkey }) => openNote(note, [parseVkey(vkey)!], verify).ok)!.vkey
}

function placesOf(members: Map<string, FoundMember>): PackLayout['members'] {
  const own = [...members.values()].filter(({ name }) => !name.startsWith(MEMBER.files))
  return Object.fromEntries(own.map(({ name, start, size }) => [name, { start, size }]))
}

type Ledger = { size: number; cases: LedgerCase[]; rotations: PackRead['rotations']; runs: PackLayout['runs'] }

/** One pass over all entries. */
async function readLedger(file: PackFile, members: Map<string, FoundMember>): Promise<Ledger> {
  const ledger: Ledger = { size: 0, cases: [], rotations: [], runs: [] }
  for (const chunk of entryChunks(members)) {
    const firstOfChunk = ledger.size
    await eachLine(file, chunk, (line, offset) => {
      const leafIndex = ledger.size++
      if ((leafIndex - firstOfChunk) % RUN_ENTRIES === 0) {
        const before = ledger.runs.at(-1)
        if (before && leafIndex !== firstOfChunk) before[2] = offset
        ledger.runs.push([leafIndex, offset, chunk.start + chunk.size])
      }
      const entry = readEntry(line)!
      const { fields } = entry
      if (makesCase(fields)) ledger.cases.push(caseOf(leafIndex, fields, parsed(entry.content)))
      if (fields.verb === 'ledger_key.rotated') addRotation(ledger, parsed(entry.content))
    })
  }
  return ledger
}

function parsed(content: string | null): unknown {
  return content === null ? null : (parseJson(content) ?? null)
}

function addRotation({ rotations }: Ledger, content: unknown): void {
  const { retired, vkey } = (content ?? {}) as Record<string, unknown>
  if (typeof retired === 'string' && typeof vkey === 'string') rotations.push({ from: retired, to: vkey })
}

/** Roots of every whole 256 leaves, one after another. */
async function readTileRoots(file: PackFile, leaves: FoundMember): Promise<Buffer> {
  const roots: Buffer[] = []
  const range = new CompactRange(serverHasher)
  let odd: Buffer = Buffer.alloc(0)
  for await (const piece of file.pieces(leaves)) {
    const bytes = odd.length === 0 ? piece : Buffer.concat([odd, piece])
    let at = 0
    for (; at + HASH_BYTES <= bytes.length; at += HASH_BYTES)
      range.append(bytes.subarray(at, at + HASH_BYTES), (level8, _, root) => {
        if (level8 === 1) roots.push(Buffer.from(root))
      })
    odd = bytes.subarray(at)
  }
  return Buffer.concat(roots)
}

async function readDossier(
  file: PackFile,
  members: Map<string, FoundMember>,
  orgId: string,
): Promise<Decision<Dossier | null>> {
  if (!members.has(DOSSIER_MEMBER.form)) return accept(null)
  const form = await readMember(file, members, DOSSIER_MEMBER.form, ApplicationForm)
  if (!form.ok) return form
  if (form.value.applicant.orgId !== orgId)
    return refuse('invalid', 'pack_of_another', { name: form.value.applicant.legalName })
  const outlets = await readMember(file, members, DOSSIER_MEMBER.outlets, OutletEntry.array().max(5_000))
  if (!outlets.ok) return outlets
  const staff = await readMember(file, members, DOSSIER_MEMBER.staff, StaffEntry.array().max(20_000))
  if (!staff.ok) return staff
  const checklist = await readIfThere(file, members, DOSSIER_MEMBER.checklist, Checklist)
  if (!checklist.ok) return checklist
  const assessment = await readIfThere(file, members, DOSSIER_MEMBER.assessment, AssessmentExport)
  if (!assessment.ok) return assessment
  if (assessment.value) {
    const sound = checkExport(assessment.value)
    if (!sound.ok) return sound
  }
  const { value: formValue } = form
  return accept({
    form: formValue,
    outlets: outlets.value,
    staff: staff.value,
    checklist: checklist.value,
    assessment: assessment.value,
  })
}

async function readIfThere<S extends z.ZodType>(
  file: PackFile,
  members: Map<string, FoundMember>,
  name: string,
  shape: S,
): Promise<Decision<z.output<S> | null>> {
  return members.has(name) ? readMember(file, members, name, shape) : accept(null)
}

async function readMember<S extends z.ZodType>(
  file: PackFile,
  members: Map<string, FoundMember>,
  name: string,
  shape: S,
): Promise<Decision<z.output<S>>> {
  const member = members.get(name)
  if (!member) return refuse('invalid', 'pack_member_missing', { member: name })
  if (member.size > MEMBER_BYTES_MAX) return refuse('invalid', 'pack_member_unsound', { member: name, at: '' })
  const read = shape.safeParse(parseFlatJson((await file.read(member.start, member.size)).toString()))
  if (read.success) return accept(read.data)
  return refuse('invalid', 'pack_member_unsound', {
    member: name,
    at: read.error.issues[0]!.path.map(String).join('.'),
  })
}

type Listed = { cases: CaseEntry[]; casesSha256: string | null }

/** cases.jsonl beside the ledger, row by row. */
async function readCases(
  file: PackFile,
  members: Map<string, FoundMember>,
  logged: readonly LedgerCase[],
): Promise<Decision<Listed>> {
  const member = members.get(DOSSIER_MEMBER.cases)
  if (!member) return accept({ cases: [], casesSha256: null })
  if (logged.length > CASES_MAX) return refuse('invalid', 'pack_too_many_cases', { limit: CASES_MAX })
  const digest = createHash('sha256')
  const cases: CaseEntry[] = []
  let wrong: Decision<null> = accept(null)
  await eachLine(file, member, (line, _, whole) => {
    if (!wrong.ok) return
    const row = CaseEntry.safeParse(
      line.length > LIMIT.leafBytes || !whole ? undefined : parseFlatJson(line.toString()),
    )
    if (!row.success) {
      wrong = refuse('invalid', 'pack_member_unsound', { member: DOSSIER_MEMBER.cases, at: String(cases.length + 1) })
      return
    }
    wrong = agree(row.data, logged[cases.length])
    cases.push(row.data)
    digest.update(`${canonicalJson(row.data)}\n`)
  })
  if (!wrong.ok) return wrong
  const rest = agree(undefined, logged[cases.length])
  return rest.ok ? accept({ cases, casesSha256: digest.digest('hex') }) : rest
}
