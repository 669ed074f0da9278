import { Form, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '#src/client/call.ts'
import { useCommand } from '#src/client/hooks.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { uploadFile } from '#src/server/files/contract.ts'
import { newId } from '#src/shared/id.ts'
import { Button } from '#src/ui/button.tsx'
import { addMaterial, type MaterialLine } from '../contract/checklist.ts'

const PATIENCE_MS = 10 * 60_000
/** What the server takes, by its first bytes. */
const ACCEPTED = '.pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx'

type Fields = { file: File; name: string; validUntilOn?: string | null }

export function AddMaterial({ line, onClose }: { line: MaterialLine; onClose: () => void }) {
  const { t } = useTranslation('material')
  const [id] = useState(newId)
  const [form] = Form.useForm<Fields>()
  const file = Form.useWatch('file', form)
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<Error | null>(null)
  const adding = useCommand(addMaterial)
  const store = async (chosen: File): Promise<string> => {
    const body = new FormData()
    body.append('file', chosen, chosen.name)
    const stored = await send('POST', uploadFile.path, body, { commandId: newId(), timeoutMs: PATIENCE_MS })
    return (stored as { sha256: string }).sha256
  }
  const add = async ({ file: chosen, name, validUntilOn = null }: Fields) => {
    setFailure(null)
    setSending(true)
    const stored = await store(chosen)
      .catch((error: Error) => {
        setFailure(error)
        throw error
      })
      .finally(() => setSending(false))
    return adding.run({ body: { id, materialId: line.id, name, fileSha256: stored, validUntilOn } })
  }
  const choose = (chosen: File) => {
    form.setFieldValue('file', chosen)
    void form.validateFields(['file'])
    if (!form.getFieldValue('name')) form.setFieldValue('name', chosen.name.replace(/\.\w{1,5}$/, '').slice(0, 200))
    return false
  }
  return (
    <FormDrawer<Fields>
      title={t('add.title', { material: t(`material.${line.id}`) })}
      form={form}
      initial={{}}
      send={add}
      busy={sending || adding.busy}
      error={failure ?? adding.error}
      onClose={onClose}
    >
      <p className="sp-soft">{t(`hint.${line.id}`)}</p>
      <Form.Item
        name="file"
        label={t('add.file')}
        extra={t('add.fileHint')}
        rules={[{ required: true, message: t('add.fileMissing') }]}
        valuePropName="chosen"
        trigger="onChosen"
      >
        <Upload accept={ACCEPTED} showUploadList={false} beforeUpload={choose} maxCount={1}>
          <Button>{file ? file.name : t('add.choose')}</Button>
        </Upload>
      </Form.Item>
      {sending && <p role="status">{t('add.uploading')}</p>}
      <TextField name="name" label={t('add.name')} required max={200} />
      <DayField name="validUntilOn" label={t('add.validUntilOn')} hint={t('add.validUntilHint')} />
    </FormDrawer>
  )
}
