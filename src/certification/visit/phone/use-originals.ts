import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { addressOf } from '#src/client/address.ts'
import { call } from '#src/client/call.ts'
import { keptPictures } from '#src/client/kept-pictures.ts'
import { type CaseOriginals, downloadOriginalFile, listOriginals } from '../contract/visit.ts'
import { picturesOf } from '../rules/originals.ts'

const PAGE = 50

/** The originals of all sampled cases, by case, fetched at once so that they are there without a network. */
export function useOriginals(auditId: string) {
  const read = useQuery({
    queryKey: [listOriginals.name, { auditId }, 'all'],
    queryFn: async ({ signal }) => {
      const all: CaseOriginals[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const query: { limit: number; cursor?: string } = cursor ? { limit: PAGE, cursor } : { limit: PAGE }
        const page = await call(listOriginals, { params: { auditId }, query }, { signal })
        all.push(...page.rows)
        cursor = page.nextCursor
      }
      return all
    },
    // What is proven does not change; another sample, or a case added to it, is told by the plan.
    staleTime: 3_600_000,
    meta: { follows: ['sampling_plan'] },
  })
  const byCase = useMemo(() => new Map((read.data ?? []).map((one) => [one.caseId, one])), [read.data])
  return { byCase, read }
}

export function addressOfPicture(auditId: string, sha256: string): string {
  return addressOf(downloadOriginalFile.path, { auditId, sha256 }, {})
}

/** A picture's address for `src`: on this device where it was kept here, else on the server; undefined for the moment of looking. */
export function useKeptPicture(address: string): string | undefined {
  const [shown, setShown] = useState<string>()
  useEffect(() => {
    let made: string | null = null
    let isGone = false
    void keptPictures()
      .then((kept) => kept?.match(address, { ignoreVary: true }))
      .then((answer) => answer?.blob())
      .then((picture) => {
        if (isGone) return
        if (picture) made = URL.createObjectURL(picture)
        setShown(made ?? address)
      })
    return () => {
      isGone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [address])
  return shown
}

export type KeptState = { have: number; all: number; bytes: number; isKeeping: boolean; isPossible: boolean }

/** How many of the sample's pictures are on this device, and a way to bring the rest here before leaving for the site. */
export function useKeepPictures(auditId: string): [KeptState, () => Promise<void>] {
  const { read } = useOriginals(auditId)
  const wanted = useMemo(() => picturesOf(read.data ?? []), [read.data])
  const [have, setHave] = useState<number | null>(null)
  const [isKeeping, setKeeping] = useState(false)
  const missing = useCallback(async () => {
    const kept = await keptPictures()
    if (!kept) return undefined
    const known = new Set((await kept.keys()).map((request) => new URL(request.url).pathname))
    return { kept, left: wanted.map((one) => addressOfPicture(auditId, one.sha256)).filter((one) => !known.has(one)) }
  }, [auditId, wanted])
  useEffect(() => {
    void missing().then((found) => setHave(found ? wanted.length - found.left.length : null))
  }, [missing, wanted])
  const keep = async () => {
    const found = await missing()
    if (!found) return
    setKeeping(true)
    let done = wanted.length - found.left.length
    // One after the other: the visit's own words go before on a thin line.
    for (const address of found.left) {
      const isKept = await found.kept.add(address).then(
        () => true,
        () => false,
      )
      if (isKept) setHave(++done)
    }
    setKeeping(false)
  }
  const bytes = wanted.reduce((sum, one) => sum + one.sizeBytes, 0)
  return [{ have: have ?? 0, all: wanted.length, bytes, isKeeping, isPossible: have !== null }, keep]
}
