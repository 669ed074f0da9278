import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { useFailureWords } from '#src/client/refusal.ts'
import { useMay } from '#src/client/use-may.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { Stack } from '#src/ui/card.tsx'
import { TextField } from '#src/ui/field.tsx'
import { Notice } from '#src/ui/states.tsx'
import { addReviewDocument } from '../contract.ts'
import { type Uploaded, UploadFile } from './upload-file.tsx'

/** A document that the checklist does not name. */
export function AddDocument({ reviewId }: { reviewId: string }) {
  const { t } = useTranslation('visit')
  const words = useFailureWords()
  const may = useMay()
  const add = useCommand(addReviewDocument)
  const [title, setTitle] = useState('')
  const [files, setFiles] = useState<readonly Uploaded[]>([])
  const [itemId, setItemId] = useState(newId)
  if (!may(addReviewDocument)) return null
  const go = () => {
    add
      .run({ params: { reviewId }, body: { itemId, title, files: [...files] } })
      .then(() => {
        setTitle('')
        setFiles([])
        setItemId(newId())
      })
      .catch(() => {})
  }
  return (
    <details>
      <summary>{t('documents.add')}</summary>
      <Stack>
        <TextField label={t('documents.addTitle')} required maxLength={200} value={title} onChange={setTitle} />
        <UploadFile files={files} onChange={setFiles} />
        {add.error && <Notice tone="bad" {...words(add.error)} />}
        <div>
          <Button disabled={title.trim() === ''} busy={add.busy} onClick={go}>
            {t('documents.addGo')}
          </Button>
        </div>
      </Stack>
    </details>
  )
}
