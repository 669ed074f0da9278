import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '#src/client/address.ts'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { Button } from '#src/ui/button.tsx'
import { RowOf, Stack } from '#src/ui/card.tsx'
import { SegmentedChoice } from '#src/ui/choice.tsx'
import { TextArea, TextField } from '#src/ui/field.tsx'
import { Pill } from '#src/ui/pill.tsx'
import { Notice } from '#src/ui/states.tsx'
import { showAt } from '#src/ui/when.ts'
import { downloadMember } from '../../pack-copy/contract.ts'
import { type DocumentVerdict, downloadReviewFile, judgeDocument, type ReviewItem } from '../contract.ts'
import { checkVerdict } from '../rules.ts'
import { type Uploaded, UploadFile } from './upload-file.tsx'

const VERDICTS = ['conforms', 'supplement', 'nonconforming'] as const
export const VERDICT_TONES = { conforms: 'good', supplement: 'warn', nonconforming: 'bad' } as const

type DocumentRowProps = { reviewId: string; packId: string | null; item: ReviewItem; isOpen: boolean }

/** One document: what the client said of it, its files, and the verdict with clause and remark. */
export function DocumentRow({ reviewId, packId, item, isOpen }: DocumentRowProps) {
  const { t, i18n } = useTranslation('visit')
  const may = useMay()
  const [isJudging, setJudging] = useState(false)
  const title = useTitleOf()(item)
  return (
    <li className="sp-document">
      <div className="sp-document-words">
        <strong>
          {item.origin === 'pack' && packId ? (
            <a href={addressOf(downloadMember.path, { packId, name: item.title }, {})}>{title}</a>
          ) : (
            title
          )}
        </strong>
        <span className="sp-soft">
          {[t(`documents.origin.${item.origin}`), item.stated && t(`documents.stated.${item.stated}`)]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {item.files.length > 0 && (
          <span className="sp-row-of">
            {item.files.map((file) => (
              <a
                key={file.sha256}
                href={addressOf(downloadReviewFile.path, { reviewId, sha256: file.sha256 }, {})}
                target="_blank"
                rel="noreferrer"
              >
                {file.name}
              </a>
            ))}
          </span>
        )}
        {item.remark && (
          <span>
            {item.clauseIds.join(' ')} {item.remark}
          </span>
        )}
        {item.judgedAt && (
          <span className="sp-soft">
            {t('documents.byWhom', { name: item.judgedByName, time: showAt(item.judgedAt, i18n.language, 'short') })}
          </span>
        )}
      </div>
      <RowOf>
        <Pill tone={item.verdict ? VERDICT_TONES[item.verdict] : 'plain'}>
          {item.verdict ? t(`documents.verdict.${item.verdict}`) : t('documents.unjudged')}
        </Pill>
        {isOpen && may(judgeDocument) && (
          <Button icon="pen" aria-expanded={isJudging} onClick={() => setJudging(!isJudging)}>
            {t('documents.judge')}
          </Button>
        )}
      </RowOf>
      {isOpen && isJudging && <JudgeForm reviewId={reviewId} item={item} onDone={() => setJudging(false)} />}
    </li>
  )
}

/** A material of the checklist by its name; anything else as it was called. */
function useTitleOf(): (item: Pick<ReviewItem, 'materialId' | 'title'>) => string {
  const { t, i18n } = useTranslation('visit')
  return ({ materialId, title }) => {
    const key = `documents.material.${materialId || title}`
    return i18n.exists(key, { ns: 'visit' }) ? t(key as 'documents.material.permits') : title
  }
}

function JudgeForm({ reviewId, item, onDone }: { reviewId: string; item: ReviewItem; onDone: () => void }) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const judge = useCommand(judgeDocument)
  const [verdict, setVerdict] = useState<DocumentVerdict | null>(item.verdict)
  const [remark, setRemark] = useState(item.remark)
  const [clauses, setClauses] = useState(item.clauseIds.join(' '))
  const [files, setFiles] = useState<readonly Uploaded[]>([])
  const isReady = verdict !== null && checkVerdict({ verdict, remark: remark.trim() }).ok
  const save = () => {
    if (!verdict) return
    const clauseIds = clauses.split(/[\s,，、]+/).filter(Boolean)
    judge
      .run({
        params: { reviewId, itemId: item.id },
        body: { version: item.version, verdict, remark, clauseIds, files: [...files] },
      })
      .then(onDone)
      .catch(() => {})
  }
  return (
    <div className="sp-document-form">
      <Stack>
        <SegmentedChoice
          label={t('documents.verdictTitle')}
          options={VERDICTS.map((value) => ({ value, label: t(`documents.verdict.${value}`) }))}
          value={verdict}
          onChange={setVerdict}
        />
        <TextField
          label={t('documents.clauses')}
          hint={t('documents.clausesHint')}
          maxLength={400}
          value={clauses}
          onChange={setClauses}
        />
        <TextArea
          label={t('documents.remark')}
          hint={t('documents.remarkHint')}
          required={verdict !== 'conforms'}
          rows={3}
          maxLength={1000}
          value={remark}
          onChange={setRemark}
        />
        <UploadFile files={files} onChange={setFiles} />
        {judge.error && <Notice tone="bad" {...words(judge.error)} />}
        <div>
          <Button kind="primary" disabled={!isReady} busy={judge.busy} onClick={save}>
            {t('documents.save')}
          </Button>
        </div>
      </Stack>
    </div>
  )
}
