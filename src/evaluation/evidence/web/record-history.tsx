import { Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { type OfRecord, RecordTimeline } from './record-timeline.tsx'

/** The history of a record in a drawer, for any screen that shows one: `<RecordHistory open recordType="work_order" recordId={id} onClose={…} />`. */
export function RecordHistory({ open, onClose, ...record }: OfRecord & { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('evidence')
  return (
    <Drawer open={open} onClose={onClose} title={t('history.title')} size="large" destroyOnHidden>
      <RecordTimeline {...record} />
    </Drawer>
  )
}
