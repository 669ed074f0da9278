import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useSheet } from '#src/evaluation/assessment/web/use-sheet.ts'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Button } from '#src/ui/button.tsx'
import { Card, Stack } from '#src/ui/card.tsx'
import { ConfirmDialog } from '#src/ui/dialog.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { finishVisit, resumeVisit } from '../contract/visit.ts'
import { type Left, leftToDo } from '../rules/read.ts'
import type { OpenVisit } from './use-visit.ts'

/** What is still to do, and the end of the visit: said by the leader, with a network, when everything of this device has arrived. */
export function Finish({ visit }: { visit: OpenVisit }) {
  const { t } = useTranslation('visit')
  const { sheet } = useSheet(visit.visit.assessmentId)
  if (visit.visit.finishedAt) return <Finished visit={visit} finishedAt={visit.visit.finishedAt} />
  const { entries, kit, cases } = visit
  const left = leftToDo({ entries, kit, cases, missingLeafIds: sheet?.score.missingLeafIds ?? [] })
  const waitingCount = visit.waiting.size + (sheet?.waitingCount ?? 0)
  return (
    <Card title={t('finish.title')}>
      <Stack>
        {left.length === 0 ? (
          <Notice tone="good" title={t('finish.nothingLeft')} />
        ) : (
          <>
            <p>{t('finish.left', { count: left.length })}</p>
            <ul className="sp-site-script">
              {left.map((one) => (
                <li key={JSON.stringify(one)}>
                  <LeftLine visit={visit} one={one} />
                </li>
              ))}
            </ul>
          </>
        )}
        {waitingCount > 0 && <Notice tone="warn" title={t('finish.waiting', { count: waitingCount })} />}
        {visit.me.isLeader ? (
          <End visit={visit} isReady={sheet !== null && left.length === 0 && waitingCount === 0} />
        ) : (
          <p className="sp-soft">{t('finish.leaderOnly')}</p>
        )}
      </Stack>
    </Card>
  )
}

function LeftLine({ visit, one }: { visit: OpenVisit; one: Left }) {
  const { t } = useTranslation('visit')
  const local = useLocalText()
  switch (one.what) {
    case 'meeting':
      return t('finish.meeting', { meeting: t(`meeting.${one.meeting}`) })
    case 'attendance': {
      const post = visit.kit.posts.find((other) => other.id === one.postId)
      return t('finish.attendance', {
        meeting: t(`meeting.${one.meeting}`),
        post: post ? local(post.name) : one.postId,
      })
    }
    case 'case':
      return t('finish.case', { number: one.number })
    case 'leaf': {
      const leaf = visit.leaves.find((other) => other.leafId === one.leafId)
      return t('finish.leaf', { leaf: `${one.leafId} ${leaf ? local(leaf.name) : ''}` })
    }
  }
}

function End({ visit, isReady }: { visit: OpenVisit; isReady: boolean }) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const finish = useCommand(finishVisit, { refreshes: ['certification', 'evaluation'] })
  const [isAsking, setAsking] = useState(false)
  const go = () => {
    finish
      .run({ params: { auditId: visit.auditId }, body: { version: visit.visit.version } })
      .catch(() => {})
      .finally(() => setAsking(false))
  }
  return (
    <>
      {finish.error && <Notice tone="bad" {...words(finish.error)} />}
      <Button kind="primary" large disabled={!isReady} busy={finish.busy} onClick={() => setAsking(true)}>
        {t('finish.go')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        title={t('finish.confirm')}
        detail={t('finish.confirmHint')}
        go={t('finish.go')}
        busy={finish.busy}
        onGo={go}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

function Finished({ visit, finishedAt }: { visit: OpenVisit; finishedAt: string }) {
  const { t, i18n } = useTranslation('visit')
  const words = useFailureWords()
  const resume = useCommand(resumeVisit, { refreshes: ['certification', 'evaluation'] })
  const [reason, setReason] = useState('')
  const go = () => {
    const body = { version: visit.visit.version, reason: reason.trim() }
    resume.run({ params: { auditId: visit.auditId }, body }).catch(() => {})
  }
  return (
    <Card title={t('finish.title')}>
      <Stack>
        <Notice
          tone="good"
          title={t('finish.done', {
            name: visit.visit.finishedByName,
            time: showAt(finishedAt, i18n.language, 'short'),
          })}
        />
        {visit.me.isLeader && (
          <>
            <TextField label={t('finish.resumeReason')} required maxLength={500} value={reason} onChange={setReason} />
            {resume.error && <Notice tone="bad" {...words(resume.error)} />}
            <Button icon="undo" disabled={reason.trim() === ''} busy={resume.busy} onClick={go}>
              {t('finish.resume')}
            </Button>
          </>
        )}
      </Stack>
    </Card>
  )
}
