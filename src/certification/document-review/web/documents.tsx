import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { addressOf } from '#src/client/address.ts'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button, buttonClass } from '#src/ui/button.tsx'
import { Card, RowOf, Stack } from '#src/ui/card.tsx'
import { TextArea } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Empty, Failed, Notice, Skeleton } from '#src/ui/states.tsx'
import { showAt, showOn } from '#src/ui/when.ts'
import {
  closeDocumentReview,
  type DocumentReview,
  downloadDocumentReview,
  openDocumentReview,
  readDocumentReviews,
} from '../contract.ts'
import { AddDocument } from './add-document.tsx'
import { DocumentRow, VERDICT_TONES } from './document-row.tsx'
import './documents.css'

/** The document review of an audit, round by round. */
export function Documents({ auditId }: { auditId: string }) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const read = useEndpoint(readDocumentReviews, { params: { auditId } }, { follows: ['document_review'] })
  if (!read.data)
    return read.error ? <Failed {...words(read.error)} onRetry={() => void read.refetch()} /> : <Skeleton lines={6} />
  const { rounds, packId } = read.data
  const [newest] = rounds
  const mayOpen = !newest || (newest.closedAt !== null && newest.conclusion !== 'conforms')
  return (
    <Stack>
      {!newest && <Empty icon="search" title={t('documents.empty')} detail={t('documents.emptyHint')} />}
      {mayOpen && <Open auditId={auditId} isFirst={!newest} />}
      {rounds.map((round) => (
        <Round key={round.id} round={round} packId={packId} />
      ))}
    </Stack>
  )
}

function Open({ auditId, isFirst }: { auditId: string; isFirst: boolean }) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const may = useMay()
  const open = useCommand(openDocumentReview)
  const [reviewId, setReviewId] = useState(newId)
  if (!may(openDocumentReview)) return null
  const go = () => {
    open
      .run({ params: { auditId }, body: { reviewId } })
      .then(() => setReviewId(newId()))
      .catch(() => {})
  }
  return (
    <div>
      {open.error && <Notice tone="bad" {...words(open.error)} />}
      <Button kind="primary" busy={open.busy} onClick={go}>
        {t(isFirst ? 'documents.open' : 'documents.openAgain')}
      </Button>
    </div>
  )
}

function Round({ round, packId }: { round: DocumentReview; packId: string | null }) {
  const { t, i18n } = useTranslation('visit')
  const isOpen = round.closedAt === null
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  const report = (as: 'pdf' | 'docx') =>
    addressOf(downloadDocumentReview.path, { reviewId: round.id }, { as, language })
  const day = (dayOn: string) => showOn(dayOn, i18n.language)
  return (
    <Card
      title={t('documents.roundShown', { number: round.number })}
      aside={
        round.conclusion ? (
          <Pill tone={VERDICT_TONES[round.conclusion]}>{t(`documents.verdict.${round.conclusion}`)}</Pill>
        ) : (
          <Pill tone="info">{t('documents.due', { day: day(round.dueOn) })}</Pill>
        )
      }
    >
      <Stack>
        <p className="sp-soft">
          {t('documents.byWhom', { name: round.openedByName, time: showAt(round.openedAt, i18n.language, 'short') })}
          {round.closedAt &&
            ` — ${t('documents.byWhom', { name: round.closedByName, time: showAt(round.closedAt, i18n.language, 'short') })}`}
        </p>
        {round.summary && <p>{round.summary}</p>}
        {round.supplyByOn && <Notice tone="warn" title={t('documents.supplyUntil', { day: day(round.supplyByOn) })} />}
        <ul className="sp-documents">
          {round.items.map((item) => (
            <DocumentRow key={item.id} reviewId={round.id} packId={packId} item={item} isOpen={isOpen} />
          ))}
        </ul>
        {isOpen && <AddDocument reviewId={round.id} />}
        {isOpen && <Close round={round} />}
        <RowOf>
          <a className={buttonClass({ kind: 'quiet' })} href={report('pdf')}>
            {t('documents.pdf')}
          </a>
          <a className={buttonClass({ kind: 'quiet' })} href={report('docx')}>
            {t('documents.word')}
          </a>
          {round.parcelId && (
            <Link className={buttonClass({ kind: 'quiet' })} href={`/letters/${round.parcelId}`}>
              {t('documents.letter')}
            </Link>
          )}
        </RowOf>
      </Stack>
    </Card>
  )
}

function Close({ round }: { round: DocumentReview }) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const may = useMay()
  const close = useCommand(closeDocumentReview)
  const [summary, setSummary] = useState('')
  if (!may(closeDocumentReview)) return null
  const left = round.items.filter((item) => item.verdict === null).length
  const go = () => {
    close.run({ params: { reviewId: round.id }, body: { version: round.version, summary } }).catch(() => {})
  }
  return (
    <Stack>
      <TextArea label={t('documents.summary')} rows={3} maxLength={2000} value={summary} onChange={setSummary} />
      <p className="sp-soft">{left > 0 ? t('documents.left', { count: left }) : t('documents.closeHint')}</p>
      {close.error && <Notice tone="bad" {...words(close.error)} />}
      <div>
        <Button kind="primary" disabled={left > 0} busy={close.busy} onClick={go}>
          {t('documents.close')}
        </Button>
      </div>
    </Stack>
  )
}
