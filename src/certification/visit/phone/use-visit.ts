import { useMemo } from 'react'
import { useEndpoint } from '#src/client/hooks.ts'
import { describeFile, enqueue } from '#src/client/outbox.ts'
import { ownerKeyOf, useMe } from '#src/client/session.ts'
import { useOutbox } from '#src/client/use-outbox.ts'
import { newId } from '#src/shared/id.ts'
import type { VisitKit } from '../../visit-kit/contract/kit.ts'
import type { VisitEntry, VisitEntryContent } from '../contract/entry.ts'
import { addVisitEntry, readVisit, type VisitView } from '../contract/visit.ts'
import { foresee } from '../rules/foresee.ts'
import { inForce } from '../rules/read.ts'

type Picture = { content: Blob; name: string }
export type Writing = {
  content: VisitEntryContent
  leafIds?: readonly string[]
  replacesId?: string | null
  file?: Picture
  /** Minted where it must be known beforehand: a knowledge test is drawn by it. */
  id?: string
}

export type OpenVisit = Omit<VisitView, 'visit'> & {
  visit: NonNullable<VisitView['visit']>
  kit: VisitKit
  /** Every entry that counts now, those of this device that have not arrived among them. */
  now: VisitEntry[]
  waiting: ReadonlySet<string>
  me: { personId: string; name: string; isLeader: boolean }
  canWrite: boolean
  /** Keeps an entry on the device and sends it when it can; resolves with its id once it is kept. */
  write: (writing: Writing) => Promise<string>
}

/** A visit as it stands with everything done on this device; works from the device without a network once it was opened with one. */
export function useVisit(auditId: string) {
  const { me } = useMe()
  const outbox = useOutbox(me ? ownerKeyOf(me) : '')
  const read = useEndpoint(
    readVisit,
    { params: { auditId } },
    { follows: ['visit', 'assessment', 'audit', 'sampling_plan'] },
  )
  const visit = useMemo((): OpenVisit | null => {
    if (!me || !read.data?.visit) return null
    const own = outbox.own.filter((one) => one.lane === auditId)
    const who = { personId: me.person.id, name: me.person.name }
    const seen = foresee(read.data, own, who)
    const duty = seen.team.find((member) => member.personId === who.personId)?.duty
    return {
      ...seen,
      visit: seen.visit!,
      kit: seen.visit!.kit,
      now: inForce(seen.entries),
      waiting: new Set(own.map((one) => (one.body as { id?: string } | undefined)?.id ?? '')),
      me: { ...who, isLeader: duty === 'leader' },
      canWrite: duty !== undefined && duty !== 'observer' && seen.visit!.finishedAt === null,
      write: async ({ content, leafIds = [], replacesId = null, file, id = newId() }) => {
        const occurredAt = new Date().toISOString()
        await enqueue(addVisitEntry, {
          args: { params: { auditId }, body: { id, occurredAt, leafIds: [...leafIds], replacesId, content } },
          lane: auditId,
          occurredAt,
          files: file ? [file] : [],
        })
        return id
      },
    }
  }, [me, read.data, outbox.own, auditId])
  return { visit, view: read.data, read }
}

/** SHA-256 of a picture, under which its entry names it. */
export async function hashOf(file: Picture): Promise<string> {
  return (await describeFile(file.content, file.name)).hash
}
