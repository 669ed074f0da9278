import { useTranslation } from 'react-i18next'
import type { ScreenProps } from '#src/app/shell/screens.ts'
import { useTitle } from '#src/app/shell/use-title.ts'
import { Card, Stack } from '#src/ui/card.tsx'
import { RecordTimeline } from './record-timeline.tsx'
import { useRecordWords } from './words.tsx'

/** The history of one record at an address of its own. */
export default function RecordPage({ params }: ScreenProps) {
  const { t } = useTranslation('evidence')
  const recordWords = useRecordWords()
  const { recordType = '', recordId = '' } = params
  useTitle(t('history.title'))
  return (
    <Stack>
      <h1>{t('history.of', { record: recordWords(recordType) })}</h1>
      <Card>
        <RecordTimeline key={`${recordType} ${recordId}`} recordType={recordType} recordId={recordId} />
      </Card>
    </Stack>
  )
}
