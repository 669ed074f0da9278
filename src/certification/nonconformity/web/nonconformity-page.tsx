import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import '#src/evaluation/correction/web/correction.css'
import { EnclosedFiles } from '#src/evaluation/correction/web/enclosed-files.tsx'
import { useLocalText } from '#src/evaluation/web/words.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, Facts, RowOf, Stack } from '#src/ui/card.tsx'
import { Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import * as contract from '../contract.ts'
import { AnswersCard, CourseCard } from './course.tsx'
import { FindingForm } from './finding-form.tsx'
import { NonconformityPill } from './pill.tsx'
import { ConfirmSeenDialog, WithdrawDialog } from './settle-dialogs.tsx'
import { TellDialog } from './tell-dialog.tsx'
import { TypeInForm } from './type-in-form.tsx'
import { VerdictForm } from './verdict-form.tsx'

/** One nonconformity at the body: what was found, what the company answered, how it was judged. */
export default function NonconformityPage({ params }: ScreenProps) {
  const { t } = useTranslation('correction')
  const words = useFailureWords()
  const nonconformityId = params.nonconformityId!
  const read = useEndpoint(contract.readNonconformity, { params: { nonconformityId } }, { follows: ['nonconformity'] })
  useTitle(read.data?.number ?? t('body.title'))
  if (read.error && !read.data) return <Failed {...words(read.error)} onRetry={() => void read.refetch()} />
  return read.data ? <Shown of={read.data} /> : <Skeleton lines={8} />
}

function Shown({ of }: { of: contract.Nonconformity }) {
  const { t, i18n } = useTranslation('correction')
  const local = useLocalText()
  const may = useMay()
  return (
    <Stack>
      <div className="sp-card-head">
        <div>
          <Link href="/nonconformities">{t('back')}</Link>
          <h1>
            {of.number} · {local(of.grade.name)}
          </h1>
        </div>
        <NonconformityPill row={of} />
      </div>
      <Actions of={of} />
      {of.withdrawn && (
        <Notice
          tone="warn"
          title={t('body.withdrawn', { name: of.withdrawn.byName, time: showAt(of.withdrawn.at, i18n.language) })}
        >
          {of.withdrawn.reason}
        </Notice>
      )}
      <Card>
        <Facts
          of={[
            [t('field.client'), of.clientName],
            [
              t('field.audit'),
              <Link key="audit" href={`/audits/${of.auditId}`}>
                {of.auditNumber}
              </Link>,
            ],
            [t('field.clause'), [of.clause, ...of.leafIds.filter((id) => id !== of.clause)].join(', ')],
            [t('field.raisedBy'), `${of.raisedByName} · ${of.raisedOn}`],
            [t('field.dueOn'), of.dueOn ?? t('none')],
            ...(of.blocksDecision ? [[t('field.grade'), t('body.blocks')] as const] : []),
          ]}
        />
        <h2>{t('field.statement')}</h2>
        <p className="correction-words">{of.statement}</p>
        <h2>{t('field.evidence')}</h2>
        <p className="correction-words">{of.evidence}</p>
        <EnclosedFiles label={t('field.files')} files={of.files} />
      </Card>
      <AnswersCard of={of} />
      {of.state === 'answered' && may(contract.verifyAnswer) && <VerdictForm key={of.version} of={of} />}
      <CourseCard of={of} />
    </Stack>
  )
}

type Opened = 'change' | 'tell' | 'typeIn' | 'withdraw' | 'confirm'

function Actions({ of }: { of: contract.Nonconformity }) {
  const { t } = useTranslation('correction')
  const may = useMay()
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => setOpened(null)
  const isRunning = of.state === 'open' || of.state === 'answered'
  const isUnsettled = isRunning || of.state === 'drafted' || of.state === 'insufficient'
  return (
    <>
      <RowOf>
        {of.toTell && may(contract.tellClient) && (
          <Button kind="primary" onClick={() => setOpened('tell')}>
            {t('body.tell')}
          </Button>
        )}
        {of.state === 'drafted' && may(contract.changeNonconformity) && (
          <Button onClick={() => setOpened('change')}>{t('body.change')}</Button>
        )}
        {isRunning && may(contract.typeInAnswer) && (
          <Button onClick={() => setOpened('typeIn')}>{t('body.typeIn')}</Button>
        )}
        {of.state === 'follow_up' && may(contract.confirmFollowUp) && (
          <Button onClick={() => setOpened('confirm')}>{t('body.confirm')}</Button>
        )}
        {isUnsettled && may(contract.withdrawNonconformity) && (
          <Button kind="quiet" onClick={() => setOpened('withdraw')}>
            {t('body.withdraw')}
          </Button>
        )}
        <Link className={buttonClass({ kind: 'quiet' })} href={`/audits/${of.auditId}`}>
          {t('body.openAudit')}
        </Link>
      </RowOf>
      {opened === 'change' && <FindingForm auditId={of.auditId} of={of} onClose={close} />}
      {opened === 'tell' && <TellDialog auditId={of.auditId} onClose={close} />}
      {opened === 'typeIn' && <TypeInForm of={of} onClose={close} />}
      {opened === 'withdraw' && <WithdrawDialog of={of} onClose={close} />}
      {opened === 'confirm' && <ConfirmSeenDialog of={of} onClose={close} />}
    </>
  )
}
