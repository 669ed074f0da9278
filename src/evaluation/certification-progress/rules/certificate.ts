import { type CertificateProblem, CertificateSays, PROBLEMS, type ReceivedCertificate } from '../contract/progress.ts'
import type { Told } from './due.ts'
import { inOrder, statusOn } from './standing.ts'

/** What a credential says of the certificate; null where it says something else, whether or not its proof holds. */
export function readSays(credential: Record<string, unknown>): CertificateSays | null {
  return CertificateSays.safeParse(credential.credentialSubject).data ?? null
}

/** By which the company knows itself. The code decides where somebody declared it; otherwise the name. */
export type Ourselves = { names: readonly string[]; uscc: string | null }

/** What does not fit between the letter, its credential and the company, beside all that signatures show. */
export function contentProblems(
  letter: { number: string; edition: number },
  says: CertificateSays | null,
  ourselves: Ourselves,
): CertificateProblem[] {
  if (!says) return [{ code: 'credential_unreadable', params: {} }]
  const problems: CertificateProblem[] = []
  if (says.certificateNumber !== letter.number || says.edition !== letter.edition)
    problems.push({ code: 'letter_differs', params: { number: says.certificateNumber, edition: says.edition } })
  const { names, uscc } = ourselves
  const isOurs = uscc ? says.creditCode === uscc : names.some((name) => plain(name) === plain(says.name))
  if (!isOurs) problems.push({ code: 'holder_other', params: { name: says.name, code: says.creditCode } })
  return problems
}

/** Status today, and the newest notice that it rests on; nothing where the certificate does not verify. */
export function standingOf(
  says: CertificateSays | null,
  problems: readonly CertificateProblem[],
  changes: readonly Told[],
  todayOn: string,
): Pick<ReceivedCertificate, 'standing' | 'notice'> {
  if (!says || problems.length > 0) return { standing: null, notice: null }
  const newest = inOrder(changes)
    .filter(({ effectiveOn }) => effectiveOn <= todayOn)
    .at(-1)
  const notice = newest && { parcelId: newest.parcelId, kind: newest.kind, publicReason: newest.publicReason }
  return { standing: statusOn(says, changes, todayOn), notice: notice ?? null }
}

type Group = keyof typeof PROBLEMS
const GROUPS = Object.keys(PROBLEMS) as Group[]

/** Problems after which nothing can be said of that group. */
const HIDING: Record<Group, readonly CertificateProblem['code'][]> = {
  ...{ paper: ['keys_damaged'], credential: [], sender: ['keys_damaged'] },
  content: ['credential_damaged', 'credential_unreadable'],
}

/** What was checked, in groups: what holds, what does not and why, and what cannot be said as something else is damaged. */
export function verdictsOf(
  problems: readonly CertificateProblem[],
): { group: Group; state: 'good' | 'wrong' | 'unknown'; problems: CertificateProblem[] }[] {
  const codes = problems.map(({ code }) => code)
  return GROUPS.map((group) => {
    const wrong = problems.filter(({ code }) => (PROBLEMS[group] as readonly string[]).includes(code))
    const isHidden = HIDING[group].some((code) => codes.includes(code))
    return { group, state: wrong.length > 0 ? 'wrong' : isHidden ? 'unknown' : 'good', problems: wrong }
  })
}

function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s/gu, '').toLowerCase()
}
