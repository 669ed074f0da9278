import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { ownerKeyOf, useMe } from '#src/client/session.ts'
import { useMay } from '#src/client/use-may.ts'
import { useOutbox } from '#src/client/use-outbox.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { Dialog } from '#src/ui/dialog.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { toast } from '#src/ui/toast.tsx'
import { mayJudge } from '../access.ts'
import {
  type AssessmentDetail,
  abandonAssessment,
  acceptProposals,
  closeAssessment,
  reopenAssessment,
} from '../contract/round.ts'

type Asked = 'close' | 'reopen' | 'abandon'

/** What may be done with a whole round: take what the counts say, close it, open it again, end it. */
export function RoundActions({ round }: { round: AssessmentDetail }) {
  const { t } = useTranslation('assessment')
  const may = useMay()
  const { me } = useMe()
  const isReachable = useOutbox(me ? ownerKeyOf(me) : '').reachable !== false
  const [asked, setAsked] = useState<Asked | null>(null)
  const accepting = useCommand(acceptProposals)
  const isOpen = round.closedAt === null && round.abandonedAt === null
  const isSelf = round.kind === 'self'
  const done = new Set(round.leaves.filter((leaf) => leaf.kind !== 'missing').map((leaf) => leaf.leafId))
  const waiting = round.proposals.filter((one) => !done.has(one.leafId)).length
  const canJudge =
    isOpen && me !== null && me !== undefined && mayJudge(round, { personId: me.person.id, roles: me.roles })
  const accept = () =>
    accepting.run({ params: { assessmentId: round.id }, body: {} }).then(
      ({ accepted }) => toast(t('round.accepted', { count: accepted })),
      () => {},
    )
  // Nothing of this waits on the device: it is about what everybody has found.
  if (!isReachable) return <p className="sp-soft">{t('offline.round')}</p>
  return (
    <>
      <FailureNote error={accepting.error} />
      {canJudge && waiting > 0 && (
        <Button icon="check" busy={accepting.busy} onClick={() => void accept()}>
          {t('round.acceptAll', { count: waiting })}
        </Button>
      )}
      {isSelf && isOpen && may(closeAssessment) && (
        <Button kind="primary" icon="shield" onClick={() => setAsked('close')}>
          {t('round.close')}
        </Button>
      )}
      {isSelf && isOpen && may(abandonAssessment) && (
        <Button kind="quiet" onClick={() => setAsked('abandon')}>
          {t('round.abandon')}
        </Button>
      )}
      {isSelf && round.closedAt !== null && may(reopenAssessment) && (
        <Button icon="undo" onClick={() => setAsked('reopen')}>
          {t('round.reopen')}
        </Button>
      )}
      {asked && <Ask round={round} asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

type AskProps = { round: AssessmentDetail; asked: Asked; onClose: () => void }

function Ask({ round, asked, onClose }: AskProps) {
  const { t } = useTranslation(['assessment', 'common'])
  const [reason, setReason] = useState('')
  const closing = useCommand(closeAssessment)
  const reopening = useCommand(reopenAssessment)
  const abandoning = useCommand(abandonAssessment)
  const params = { assessmentId: round.id }
  const { version } = round
  const send = () => {
    if (asked === 'close') return closing.run({ params, body: { version } })
    const body = { version, reason: reason.trim() }
    return asked === 'reopen' ? reopening.run({ params, body }) : abandoning.run({ params, body })
  }
  const missing = round.score.missingLeafIds.length
  const isReady = asked === 'close' ? missing === 0 : reason.trim() !== ''
  const actions = (
    <>
      <Button kind="quiet" onClick={onClose}>
        {t('common:action.cancel')}
      </Button>
      <Button
        kind={asked === 'abandon' ? 'danger' : 'primary'}
        busy={closing.busy || reopening.busy || abandoning.busy}
        disabled={!isReady}
        onClick={() => void send().then(onClose, () => {})}
      >
        {t(`round.${asked}`)}
      </Button>
    </>
  )
  return (
    <Dialog open onClose={onClose} title={t(`ask.${asked}.title`)} actions={actions}>
      <Stack>
        <FailureNote error={closing.error ?? reopening.error ?? abandoning.error} />
        <p>
          {asked === 'close' && missing > 0 ? t('ask.close.missing', { count: missing }) : t(`ask.${asked}.detail`)}
        </p>
        {asked === 'close' && missing === 0 && (
          <p>
            <strong>{t('ask.close.score', { score: round.score.score?.text ?? '' })}</strong>
          </p>
        )}
        {asked !== 'close' && (
          <TextArea label={t('ask.reason')} required rows={3} maxLength={500} value={reason} onChange={setReason} />
        )}
      </Stack>
    </Dialog>
  )
}
