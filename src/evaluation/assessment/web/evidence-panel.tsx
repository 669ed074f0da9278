import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import { type Evidence, withdrawEvidence } from '../contract/leaf.ts'
import { evidenceStanding } from '../rules/problem.ts'
import { EvidenceForm } from './evidence-form.tsx'
import { RecordLink } from './record-link.tsx'
import type { RequestIds } from './sample-items.tsx'
import type { Sheet } from './use-sheet.ts'

type EvidencePanelProps = { sheet: Sheet; leafId: string; evidence: readonly Evidence[]; requestIds: RequestIds }

/** What stands behind the finding, with the days it speaks for; the withdrawn stay in the list. */
export function EvidencePanel({ sheet, leafId, evidence, requestIds }: EvidencePanelProps) {
  const { t } = useTranslation('assessment')
  const [isAdding, setAdding] = useState(false)
  const [withdrawing, setWithdrawing] = useState<Evidence | null>(null)
  const waiting = sheet.papersOf(leafId)
  return (
    <section aria-label={t('evidence.title')}>
      <div className="sp-card-head">
        <h3>{t('evidence.title')}</h3>
        {sheet.canWrite && (
          <Button icon="plus" onClick={() => setAdding(true)}>
            {t('evidence.add')}
          </Button>
        )}
      </div>
      {evidence.length === 0 && waiting.length === 0 && <p className="sp-soft">{t('evidence.none')}</p>}
      <ul className="sp-records">
        {waiting.map((one) => (
          <li key={one.id}>
            <Pill tone={one.isRefused ? 'bad' : 'warn'}>{t(one.isRefused ? 'mark.refused' : 'mark.waiting')}</Pill>
            <div className="sp-records-words">
              <span>{one.title}</span>
            </div>
          </li>
        ))}
        {evidence.map((one) => (
          <EvidenceRow
            key={one.id}
            one={one}
            sheet={sheet}
            requestIds={requestIds}
            onWithdraw={sheet.canWrite && one.withdrawnAt === null ? () => setWithdrawing(one) : undefined}
          />
        ))}
      </ul>
      {isAdding && <EvidenceForm sheet={sheet} leafId={leafId} onClose={() => setAdding(false)} />}
      {withdrawing && (
        <Withdraw assessmentId={sheet.detail.id} one={withdrawing} onClose={() => setWithdrawing(null)} />
      )}
    </section>
  )
}

type EvidenceRowProps = {
  one: Evidence
  sheet: Sheet
  requestIds: RequestIds
  onWithdraw: (() => void) | undefined
}

function EvidenceRow({ one, sheet, requestIds, onWithdraw }: EvidenceRowProps) {
  const { t, i18n } = useTranslation('assessment')
  const from = showOn(one.effectiveFromOn, i18n.language)
  const standing = one.withdrawnAt === null ? evidenceStanding(one, sheet.detail) : 'fits'
  const to = one.effectiveToOn && showOn(one.effectiveToOn, i18n.language)
  return (
    <li className={one.withdrawnAt === null ? undefined : 'sp-records-gone'}>
      <Pill tone="info">{t(`evidence.kind.${one.kind}`)}</Pill>
      <div className="sp-records-words">
        <span>
          <EvidenceLink one={one} requestIds={requestIds} />
        </span>
        <span>
          {to ? t('evidence.period', { from, to }) : t('evidence.day', { on: from })}{' '}
          {standing !== 'fits' && <Pill tone="warn">{t(`evidence.standing.${standing}`)}</Pill>}
        </span>
        <span className="sp-soft">
          {t('evidence.added', { name: one.addedByName, at: showAt(one.addedAt, i18n.language, 'short') })}
          {one.withdrawnAt &&
            ` · ${t('evidence.withdrawn', { name: one.withdrawnByName, reason: one.withdrawnReason })}`}
        </span>
        {onWithdraw && (
          <RowOf>
            <Button kind="quiet" onClick={onWithdraw}>
              {t('evidence.withdraw')}
            </Button>
          </RowOf>
        )}
      </div>
    </li>
  )
}

function EvidenceLink({ one, requestIds }: { one: Evidence; requestIds: RequestIds }) {
  if (one.fileSha256)
    return (
      <a href={`/api/files/${one.fileSha256}`} target="_blank" rel="noreferrer">
        {one.title}
      </a>
    )
  if (one.url)
    return (
      <a href={one.url} target="_blank" rel="noreferrer noopener">
        {one.title}
      </a>
    )
  if (!one.recordType || !one.recordId) return one.title
  return (
    <RecordLink recordType={one.recordType} recordId={one.recordId} requestId={requestIds[one.recordId]}>
      {one.title}
    </RecordLink>
  )
}

type WithdrawProps = { assessmentId: string; one: Evidence; onClose: () => void }

function Withdraw({ assessmentId, one, onClose }: WithdrawProps) {
  const { t } = useTranslation(['assessment', 'common'])
  const [reason, setReason] = useState('')
  const withdrawing = useCommand(withdrawEvidence)
  const go = () =>
    withdrawing.run({ params: { assessmentId, evidenceId: one.id }, body: { reason } }).then(onClose, () => {})
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('common:action.cancel')}
      </Button>
      <Button kind="danger" busy={withdrawing.busy} disabled={reason.trim() === ''} onClick={() => void go()}>
        {t('evidence.withdraw')}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t('evidence.withdrawTitle', { title: one.title })} actions={actions}>
      <Stack>
        <FailureNote error={withdrawing.error} />
        <TextArea label={t('evidence.reason')} required rows={3} maxLength={500} value={reason} onChange={setReason} />
      </Stack>
    </Dialog>
  )
}
