import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useEndpoint } from '#src/client/hooks.ts'
import { useMe } from '#src/client/session.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import type { Board } from '../../board/contract.ts'
import { useLocalText } from '../../web/words.ts'
import * as contract from '../contract.ts'
import { AddAdjustment, Assign, Rectify, Withdraw } from './adjustment-forms.tsx'
import { OpenDeduction } from './open-deduction.tsx'

type Opened = { kind: 'add' } | { kind: 'rectify' | 'assign' | 'withdraw'; one: contract.Adjustment } | null

/** What people added to the counted findings, and the forms of the representative. */
export function Adjustments({ board }: { board: Board }) {
  const { t } = useTranslation('evaluation')
  const may = useMay()
  const [opened, setOpened] = useState<Opened>(null)
  const list = useEndpoint(contract.listAdjustments, {}, { follows: ['adjustment'] })
  const close = () => setOpened(null)
  return (
    <section className="sp-card" aria-labelledby="adjustments">
      <div className="sp-card-head">
        <h2 id="adjustments">{t('adjustment.title')}</h2>
        {may(contract.addAdjustment) && (
          <Button onClick={() => setOpened({ kind: 'add' })}>{t('adjustment.add')}</Button>
        )}
      </div>
      <p className="sp-soft">{t('adjustment.hint')}</p>
      <FailureNote error={list.error} onRetry={() => void list.refetch()} />
      {list.data?.rows.length === 0 && <p>{t('adjustment.none')}</p>}
      <ul className="sp-records">
        {list.data?.rows.map((one) => (
          <AdjustmentRow key={one.id} board={board} one={one} onOpen={setOpened} />
        ))}
      </ul>
      {opened?.kind === 'add' && <AddAdjustment board={board} onClose={close} />}
      {opened?.kind === 'rectify' && <Rectify one={opened.one} onClose={close} />}
      {opened?.kind === 'assign' && <Assign one={opened.one} onClose={close} />}
      {opened?.kind === 'withdraw' && <Withdraw one={opened.one} onClose={close} />}
    </section>
  )
}

type RowProps = { board: Board; one: contract.Adjustment; onOpen: (opened: Opened) => void }

function AdjustmentRow({ board, one, onOpen }: RowProps) {
  const { t, i18n } = useTranslation('evaluation')
  const local = useLocalText()
  const may = useMay()
  const { me } = useMe()
  const leaf = board.groups
    .flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
    .find((candidate) => candidate.id === one.leafId)
  const isOpen = one.withdrawnAt === null
  const isOutstanding = isOpen && one.kind === 'special_deduction' && one.rectifiedOn === null
  const canRectify = may(contract.assignDeduction) || me?.person.id === one.ownerId
  const tone = one.kind === 'bonus' ? 'good' : one.kind === 'special_deduction' ? 'bad' : 'info'
  return (
    <li className={isOpen ? undefined : 'sp-records-gone'}>
      <Pill tone={tone}>{t(`adjustment.kind.${one.kind}`)}</Pill>
      <div className="sp-records-words">
        <span>
          {leaf && `${leaf.id} ${local(leaf.name)}: `}
          {one.reason}
        </span>
        <span className="sp-soft">
          {t('adjustment.by', { name: one.addedByName, at: showAt(one.addedAt, i18n.language) })}
          {one.rectifiedOn &&
            ` · ${t('adjustment.rectified', { on: showOn(one.rectifiedOn, i18n.language) })}: ${one.rectification}`}
          {!isOpen && ` · ${t('adjustment.withdrawn', { reason: one.withdrawnReason })}`}
        </span>
        {isOutstanding && <OpenDeduction one={one} />}
        {isOpen && (
          <RowOf>
            {isOutstanding && canRectify && (
              <Button kind="quiet" onClick={() => onOpen({ kind: 'rectify', one })}>
                {t('adjustment.rectify')}
              </Button>
            )}
            {isOutstanding && may(contract.assignDeduction) && (
              <Button kind="quiet" onClick={() => onOpen({ kind: 'assign', one })}>
                {t('adjustment.assign')}
              </Button>
            )}
            {may(contract.withdrawAdjustment) && (
              <Button kind="quiet" onClick={() => onOpen({ kind: 'withdraw', one })}>
                {t('adjustment.withdraw')}
              </Button>
            )}
          </RowOf>
        )}
      </div>
    </li>
  )
}
