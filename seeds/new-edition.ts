import { showChoices } from '#src/certification/holder-transition/actions/read.ts'
import { announceTransition, startTransition } from '#src/certification/holder-transition/actions/steps.ts'
import { installEdition } from '#src/evaluation/door.ts'
import { readScheme } from '#src/evaluation/scheme/read-scheme.ts'
import { sealScheme } from '#src/evaluation/scheme/rules/seal.ts'
import { listUnconfirmed } from '#src/evaluation/scheme/rules/tree.ts'
import type { WriteTx } from '#src/server/unit-of-work.ts'
import { beacon, jin, tao } from './people.ts'
import { seedId } from './seeding.ts'
import type { Story } from './story.ts'

const SCHEME = 'gbt27922-2011'

/** The body's own sealed edition; with `named`, the same content as an edition that exists in the demo only. */
export async function sealAtBody(tx: WriteTx, named: { id: string; standard: string } | null) {
  const scheme = { ...(await readScheme(SCHEME)), ...named }
  const acceptsUnconfirmed = listUnconfirmed(scheme).length
  const by = { byPersonId: jin.personId, byName: jin.name, at: tx.at, acceptsUnconfirmed }
  const sealed = sealScheme({ scheme, seal: null }, by)
  if (!sealed.ok) return sealed
  return installEdition(tx, { scheme, seal: sealed.value.seal!, source: beacon.name })
}

/** A new edition, made up for the demo and called so: announced two months ago, nobody is planned yet. */
export function tellNewEdition(story: Story): void {
  const next = { id: 'gbt27922-demo', standard: 'GB/T 27922（演示新版）' }
  const id = seedId('holder transition')
  story.on(76, '09:30', jin, 'new edition sealed', (tx) => sealAtBody(tx, next))
  story.on(75, '10:00', tao, 'holder transition drafted', async (tx) => {
    const { editions } = await showChoices(tx, {})
    const editionOf = (schemeId: string) => editions.find((one) => one.schemeId === schemeId)!.editionId
    return startTransition(tx, {
      ...{ id, fromEditionId: editionOf(SCHEME), toEditionId: editionOf(next.id), startOn: story.dayOn(62) },
      ...{ cutOffOn: null, endOn: null, daysReason: '' },
      basis: '演示：设想国家标准已发布新版，持证组织须在转换期内换版。',
    })
  })
  story.on(74, '09:00', jin, 'holder transition announced', (tx) => announceTransition(tx, id, 1))
}
