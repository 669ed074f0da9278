import { useMemo } from 'react'
import { useEndpoint } from '#src/client/hooks.ts'
import { describeFile, discardCommand, enqueue } from '#src/client/outbox.ts'
import { ownerKeyOf, useMe } from '#src/client/session.ts'
import { useOutbox } from '#src/client/use-outbox.ts'
import { newId } from '#src/shared/id.ts'
import { dayOf } from '#src/ui/when.ts'
import type { Scheme } from '../../scheme/contract.ts'
import { mayJudge } from '../access.ts'
import { addEvidence, type Judgement, judgeLeaf, type NewEvidence } from '../contract/leaf.ts'
import { type AssessmentDetail, readAssessment, readAssessmentScheme } from '../contract/round.ts'
import { type Foreseen, foresee, laneOf } from '../rules/foresee.ts'

const MOST_TITLE = 200

export type NewPaper = Omit<Extract<NewEvidence, { kind: 'file' }>, 'id' | 'kind' | 'fileSha256'> & { file: File }
export type NewLink = Exclude<NewEvidence, { kind: 'file' }>

export type Sheet = Foreseen & {
  detail: AssessmentDetail
  scheme: Scheme
  me: { id: string; name: string }
  canWrite: boolean
  /** False once a try found no server. */
  isReachable: boolean
  waitingCount: number
  /** Keeps a finding on the device and sends it when it can. */
  judge: (leafId: string, version: number, judgement: Judgement) => Promise<void>
  attach: (leafId: string, evidence: NewPaper | NewLink) => Promise<void>
  /** Keeps a picture of something in a sample as evidence; answers its hash. */
  photograph: (leafId: string, title: string, photo: Blob) => Promise<string>
  /** Gives up what was found here for an indicator and has not arrived. */
  giveUp: (leafId: string) => Promise<void>
  /** Evidence of an indicator that has not arrived, by title. */
  papersOf: (leafId: string) => { id: string; title: string; isRefused: boolean }[]
}

/** A round as it stands with everything done on this device, and the ways to judge; works from the device without a network. */
export function useSheet(assessmentId: string) {
  const { me } = useMe()
  const outbox = useOutbox(me ? ownerKeyOf(me) : '')
  const params = { assessmentId }
  const detail = useEndpoint(readAssessment, { params }, { follows: ['assessment', 'adjustment'] })
  const scheme = useEndpoint(readAssessmentScheme, { params }, { follows: ['scheme_edition'] })
  const sheet = useMemo((): Sheet | null => {
    if (!me || !detail.data || !scheme.data) return null
    const who = { id: me.person.id, name: me.person.name }
    const own = outbox.own.filter((one) => one.lane.startsWith(`${assessmentId}/`))
    const isOpen = detail.data.closedAt === null && detail.data.abandonedAt === null
    const inLane = (lane: string) => own.filter((one) => one.lane === lane)
    const addPaper = async (leafId: string, { file, ...rest }: NewPaper) => {
      const { hash } = await describeFile(file, file.name)
      const body = { id: newId(), kind: 'file' as const, fileSha256: hash, ...rest }
      const files = [{ content: file, name: file.name }]
      const occurredAt = new Date().toISOString()
      const lane = paperLane(leafId)
      await enqueue(addEvidence, { args: { params: { assessmentId, leafId }, body }, lane, occurredAt, files })
      return hash
    }
    const paperLane = (leafId: string) => `${laneOf(assessmentId, leafId)}/evidence`
    return {
      ...foresee(scheme.data.scheme, detail.data, own, who),
      detail: detail.data,
      scheme: scheme.data.scheme,
      me: who,
      canWrite: isOpen && mayJudge(detail.data, { personId: who.id, roles: me.roles }),
      isReachable: outbox.reachable !== false,
      waitingCount: own.length,
      judge: async (leafId, version, judgement) => {
        const occurredAt = new Date().toISOString()
        const body = { version, judgement, occurredAt }
        const args = { params: { assessmentId, leafId }, body }
        await enqueue(judgeLeaf, { args, lane: laneOf(assessmentId, leafId), occurredAt })
      },
      attach: async (leafId, evidence) => {
        if ('file' in evidence) return void (await addPaper(leafId, evidence))
        const args = { params: { assessmentId, leafId }, body: evidence }
        await enqueue(addEvidence, { args, lane: paperLane(leafId), occurredAt: new Date().toISOString() })
      },
      photograph: (leafId, title, photo) => {
        const file = new File([photo], `${title}.jpg`, { type: photo.type })
        return addPaper(leafId, { title: title.slice(0, MOST_TITLE), ...daysOfPhoto(detail.data), file })
      },
      giveUp: async (leafId) => {
        // The last first: what stands behind one that is given up would go out.
        for (const one of inLane(laneOf(assessmentId, leafId)).toReversed()) await discardCommand(one)
      },
      papersOf: (leafId) =>
        inLane(paperLane(leafId)).map((one) => ({
          id: one.id,
          title: (one.body as { title: string }).title,
          isRefused: one.standing === 'refused',
        })),
    }
  }, [me, detail.data, scheme.data, outbox, assessmentId])
  const error = detail.error ?? scheme.error
  const retry = () => {
    void detail.refetch()
    void scheme.refetch()
  }
  return { sheet, error: sheet ? null : error, retry }
}

/** A picture speaks for the day on which it was taken; taken after the days of the round are over, of something that belongs to them. */
function daysOfPhoto({ fromOn, toOn }: Pick<AssessmentDetail, 'fromOn' | 'toOn'>) {
  const todayOn = dayOf(new Date().toISOString())
  return todayOn >= fromOn && todayOn <= toOn
    ? { effectiveFromOn: todayOn, effectiveToOn: null }
    : { effectiveFromOn: fromOn, effectiveToOn: toOn }
}
