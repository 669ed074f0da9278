import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf } from '#src/ui/card.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { type Adjustment, addAdjustment } from '../../adjustment/contract.ts'
import { OpenDeduction } from '../../adjustment/web/open-deduction.tsx'
import { useLocalText } from '../../web/words.ts'
import { AddAdjustment, RectifyAdjustment, WithdrawAdjustment } from './adjustment-forms.tsx'
import { AssignDeduction } from './deduction-owner.tsx'
import type { Sheet } from './use-sheet.ts'

type Opened = { kind: 'add' } | { kind: 'rectify' | 'assign' | 'withdraw'; one: Adjustment } | null

/** Exclusions, special deductions and the bonus: an audit's own, or the company's standing ones that its own rounds use. */
export function RoundAdjustments({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation(['assessment', 'evaluation'])
  const may = useMay()
  const [opened, setOpened] = useState<Opened>(null)
  const { detail } = sheet
  const isOpen = detail.closedAt === null && detail.abandonedAt === null
  const isAllowed = detail.kind === 'audit' ? sheet.canWrite : isOpen && may(addAdjustment)
  const canChange = isAllowed && sheet.isReachable
  const close = () => setOpened(null)
  return (
    <section aria-label={t('evaluation:adjustment.title')} className="sp-round-adjustments">
      <div className="sp-card-head">
        <h2>{t('evaluation:adjustment.title')}</h2>
        {canChange && <Button onClick={() => setOpened({ kind: 'add' })}>{t('evaluation:adjustment.add')}</Button>}
      </div>
      <p className="sp-soft">{t(detail.kind === 'audit' ? 'adjust.ofAudit' : 'adjust.ofCompany')}</p>
      {isAllowed && !sheet.isReachable && <Notice title={t('offline.title')}>{t('offline.adjust')}</Notice>}
      {detail.adjustments.length === 0 && <p>{t('evaluation:adjustment.none')}</p>}
      <ul className="sp-records">
        {detail.adjustments.map((one) => (
          <AdjustmentRow key={one.id} sheet={sheet} one={one} canChange={canChange} onOpen={setOpened} />
        ))}
      </ul>
      {opened?.kind === 'add' && <AddAdjustment sheet={sheet} onClose={close} />}
      {opened?.kind === 'rectify' && <RectifyAdjustment sheet={sheet} one={opened.one} onClose={close} />}
      {opened?.kind === 'assign' && <AssignDeduction one={opened.one} onClose={close} />}
      {opened?.kind === 'withdraw' && <WithdrawAdjustment sheet={sheet} one={opened.one} onClose={close} />}
    </section>
  )
}

const TONES = { bonus: 'good', special_deduction: 'bad', exclusion: 'info' } as const

type RowProps = { sheet: Sheet; one: Adjustment; canChange: boolean; onOpen: (opened: Opened) => void }

function AdjustmentRow({ sheet, one, canChange, onOpen }: RowProps) {
  const { t, i18n } = useTranslation('evaluation')
  const local = useLocalText()
  const leaf = sheet.scheme.groups
    .flatMap((group) => group.indicators.flatMap((indicator) => indicator.leaves))
    .find((candidate) => candidate.id === one.leafId)
  const isInForce = one.withdrawnAt === null
  const isOpen = isInForce && one.kind === 'special_deduction' && one.rectifiedOn === null
  const isAudit = sheet.detail.kind === 'audit'
  const canRectify = canChange || (!isAudit && sheet.isReachable && one.ownerId === sheet.me.id)
  return (
    <li className={isInForce ? undefined : 'sp-records-gone'}>
      <Pill tone={TONES[one.kind]}>{t(`adjustment.kind.${one.kind}`)}</Pill>
      <div className="sp-records-words">
        <span>
          {leaf && `${leaf.id} ${local(leaf.name)}: `}
          {one.reason}
        </span>
        <span className="sp-soft">
          {t('adjustment.by', { name: one.addedByName, at: showAt(one.addedAt, i18n.language) })}
          {one.rectifiedOn &&
            ` · ${t('adjustment.rectified', { on: showOn(one.rectifiedOn, i18n.language) })}: ${one.rectification}`}
          {!isInForce && ` · ${t('adjustment.withdrawn', { reason: one.withdrawnReason })}`}
        </span>
        {isOpen && <OpenDeduction one={one} />}
        {isInForce && (
          <RowOf>
            {isOpen && canRectify && (
              <Button kind="quiet" onClick={() => onOpen({ kind: 'rectify', one })}>
                {t('adjustment.rectify')}
              </Button>
            )}
            {isOpen && canChange && !isAudit && (
              <Button kind="quiet" onClick={() => onOpen({ kind: 'assign', one })}>
                {t('adjustment.assign')}
              </Button>
            )}
            {canChange && (
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
