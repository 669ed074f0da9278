import { Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#src/client/hooks.ts'
import { DayField, TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { dayOf } from '#src/ui/when.ts'
import { type Uploaded, UploadFile } from '../../document-review/web/upload-file.tsx'
import { type ContractDetail, signContract } from '../contract.ts'

type Fields = { signedOn: string; signedByClient: string; signedByBody: string }

/** Day, names and the scanned paper with both signatures. */
export function SignForm({ contract, onClose }: { contract: ContractDetail; onClose: () => void }) {
  const { t } = useTranslation('client')
  const [files, setFiles] = useState<readonly Uploaded[]>([])
  const [isTried, setTried] = useState(false)
  const signing = useCommand(signContract)
  const scan = files.at(-1)
  const send = async (fields: Fields) => {
    setTried(true)
    if (!scan) throw new Error('no scan')
    return signing.run({
      params: { contractId: contract.id },
      body: { version: contract.version, ...fields, fileSha256: scan.sha256 },
    })
  }
  return (
    <FormDrawer<Fields>
      title={t('contract.sign')}
      initial={{ signedOn: dayOf(new Date().toISOString()), signedByClient: contract.terms.legalRepresentative }}
      send={send}
      busy={signing.busy}
      error={signing.error}
      onClose={onClose}
    >
      <DayField name="signedOn" label={t('contract.signedOn')} required />
      <TextField name="signedByClient" label={t('contract.signedByClient')} required max={60} />
      <TextField name="signedByBody" label={t('contract.signedByBody')} required max={60} />
      <Form.Item
        label={t('contract.scan')}
        required
        validateStatus={isTried && !scan ? 'error' : undefined}
        help={isTried && !scan ? t('contract.scanMissing') : undefined}
      >
        <UploadFile files={files} onChange={setFiles} />
      </Form.Item>
    </FormDrawer>
  )
}
