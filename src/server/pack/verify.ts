import { open } from 'node:fs/promises'
import { keyFingerprint, type NoteKey, parseVkey } from '#src/shared/signed-note.ts'
import { checkCheckpoints, checkManifest, isExpected } from './check-manifest.ts'
import { checkCounts, checkLog, checkOthers } from './check-members.ts'
import { PackFile, walkMembers } from './read.ts'
import { Findings, type PackReport } from './report.ts'
import { ed25519Verifier } from './signing-key.ts'

/**
 * Checks an evidence pack with nothing but the file: no network, no database, memory bounded whatever the file holds. `keys`
 * are vkeys that the reader trusts; without them the pack is checked against the keys it brings, which shows damage but not
 * who made it. A bad pack is a report, never an exception; only a `keys` entry that is no vkey throws RangeError.
 */
export async function verifyPack(path: string, options: { keys?: readonly string[] } = {}): Promise<PackReport> {
  const expected = (options.keys ?? []).map((vkey) => {
    const key = parseVkey(vkey)
    if (key === undefined) throw new RangeError(`not a verifying key: ${vkey}`)
    return key
  })
  const found = new Findings()
  const report: PackReport = {
    ok: false,
    problems: found.problems,
    unlisted: 0,
    org: null,
    madeAt: null,
    size: 0,
    entries: 0,
    erased: 0,
    files: 0,
    checkpoint: null,
    keyFingerprint: null,
    keyExpected: false,
  }
  try {
    await verifyInto(report, path, expected, found)
  } catch (fault) {
    // Fails closed: whatever a hostile or unreadable file provokes is a pack that did not verify.
    const reason = fault instanceof Error ? fault.message : String(fault)
    found.add('damaged', {}, { zh: `无法读取: ${reason}`, en: `cannot be read: ${reason}` })
  }
  report.unlisted = found.unlisted
  report.ok = !found.any
  return report
}

async function verifyInto(
  report: PackReport,
  path: string,
  expected: readonly NoteKey[],
  found: Findings,
): Promise<void> {
  const handle = await open(path, 'r')
  try {
    const file = new PackFile(handle, (await handle.stat()).size)
    report.size = file.size
    const list = await walkMembers(file, found)
    if (list.length === 0) return
    const bench = await checkManifest(file, list, expected, ed25519Verifier(), found)
    report.org = bench.manifest?.org ?? null
    report.madeAt = bench.manifest?.madeAt ?? null
    report.keyFingerprint = bench.signer === undefined ? null : keyFingerprint(bench.signer)
    report.keyExpected = bench.signer !== undefined && isExpected(bench.signer, expected)
    const { head, all } = await checkCheckpoints(bench)
    if (head !== undefined) {
      const root = Buffer.from(head.root).toString('base64')
      report.checkpoint = { origin: head.origin, size: head.size, root, madeAt: head.madeAt ?? null }
    }
    const seen = await checkLog(bench, all)
    report.entries = seen.count
    report.erased = seen.erased
    report.files = await checkOthers(bench)
    checkCounts(bench, { entries: seen.count, erased: seen.erased, files: report.files })
    if ((bench.signer === undefined || head === undefined) && !found.any) {
      found.add('damaged', {}, { zh: '没有可以核验的签名', en: 'there is no signature to verify' })
    }
  } finally {
    await handle.close()
  }
}
