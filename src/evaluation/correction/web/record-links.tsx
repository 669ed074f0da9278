import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Button, IconButton } from '#src/ui/button.tsx'
import { TextField } from '#src/ui/field.tsx'
import type { LinkedRecord } from '../contract.ts'
import { recordOfAddress } from '../rules.ts'
import './correction.css'

type RecordLinksProps = { records: readonly LinkedRecord[]; onChange?: ((records: LinkedRecord[]) => void) | undefined }

/** Records of the own installation that bear the correction out, linked by the address of their page. */
export function RecordLinks({ records, onChange }: RecordLinksProps) {
  const { t } = useTranslation('correction')
  const [address, setAddress] = useState('')
  const [isWrong, setWrong] = useState(false)
  const add = () => {
    const found = recordOfAddress(address)
    setWrong(found === undefined)
    if (!found || !onChange) return
    onChange([...records.filter((one) => one.recordId !== found.recordId), found])
    setAddress('')
  }
  if (!onChange && records.length === 0) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is already there
    <div className="correction-files" role="group" aria-label={t('answer.records')}>
      <span className="sp-field-label">{t('answer.records')}</span>
      <ul>
        {records.map((record) => (
          <li key={record.recordId}>
            <Link href={`/evidence/records/${record.recordType}/${record.recordId}`}>{record.label}</Link>
            {onChange && (
              <IconButton
                icon="close"
                label={t('answer.removeFile', { name: record.label })}
                onClick={() => onChange(records.filter((one) => one.recordId !== record.recordId))}
              />
            )}
          </li>
        ))}
      </ul>
      {onChange && (
        <>
          <TextField
            label={t('answer.recordLink')}
            hint={t('answer.recordHint')}
            maxLength={300}
            value={address}
            onChange={setAddress}
            error={isWrong ? t('answer.recordWrong') : undefined}
          />
          <Button onClick={add} disabled={address.trim() === ''}>
            {t('answer.addRecord')}
          </Button>
        </>
      )}
    </div>
  )
}
