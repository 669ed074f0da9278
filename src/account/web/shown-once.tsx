import { Alert, Modal, Typography } from 'antd'
import { useTranslation } from 'react-i18next'

type ShownOnceProps = {
  open: boolean
  title: string
  hint: string
  gone: string
  secret: string | null
  onClose: () => void
}

/** A secret that is shown this once, to copy. A repeated command has none to show, and says what to do. */
export function ShownOnce({ open, title, hint, gone, secret, onClose }: ShownOnceProps) {
  const { t } = useTranslation('common')
  return (
    <Modal
      open={open}
      title={title}
      onCancel={onClose}
      onOk={onClose}
      okText={t('action.close')}
      cancelButtonProps={{ style: { display: 'none' } }}
      mask={{ closable: false }}
    >
      {secret ? (
        <>
          <p>{hint}</p>
          <Typography.Paragraph copyable={{ text: secret }} code>
            {secret}
          </Typography.Paragraph>
        </>
      ) : (
        <Alert type="warning" showIcon title={gone} />
      )}
    </Modal>
  )
}
