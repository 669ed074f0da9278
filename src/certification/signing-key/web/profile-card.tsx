import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { useMay } from '#src/client/use-may.ts'
import { TextField } from '#src/company/web/fields.tsx'
import { FormDrawer } from '#src/company/web/form-drawer.tsx'
import { Card, Facts } from '#src/ui/card.tsx'
import { type BodyProfile, readBodyProfile, saveBodyProfile } from '../../body-profile/contract.ts'

/** The body as its certificates name it from now on. */
export function ProfileCard() {
  const { t } = useTranslation('certificate')
  const may = useMay()
  const [isEditing, setEditing] = useState(false)
  const read = useEndpoint(readBodyProfile, {}, { follows: ['body_profile'] })
  const saving = useCommand(saveBodyProfile)
  const profile = read.data
  if (!profile) return <FailureNote error={read.error} onRetry={() => void read.refetch()} />
  const { version, ...values } = profile
  return (
    <Card
      title={t('profile.title')}
      aside={may(saveBodyProfile) && <Button onClick={() => setEditing(true)}>{t('profile.edit')}</Button>}
    >
      <Facts
        of={[
          [t('profile.legalName'), profile.legalName],
          [t('profile.nameEn'), profile.nameEn || '—'],
          [t('profile.address'), profile.address || '—'],
          [t('profile.approvalNumber'), profile.approvalNumber || '—'],
          [t('profile.signatory'), profile.signatory || '—'],
          [t('profile.website'), profile.website || '—'],
        ]}
      />
      {isEditing && (
        <FormDrawer<BodyProfile>
          title={t('profile.title')}
          initial={values}
          send={(given) => saving.run({ body: { ...values, ...given, version } })}
          busy={saving.busy}
          error={saving.error}
          onClose={() => setEditing(false)}
        >
          <p className="sp-soft">{t('profile.hint')}</p>
          <TextField name="legalName" label={t('profile.legalName')} required max={200} />
          <TextField name="nameEn" label={t('profile.nameEn')} max={200} />
          <TextField name="address" label={t('profile.address')} max={300} />
          <TextField name="approvalNumber" label={t('profile.approvalNumber')} max={60} />
          <TextField name="signatory" label={t('profile.signatory')} max={60} />
          <TextField name="website" label={t('profile.website')} max={200} />
        </FormDrawer>
      )}
    </Card>
  )
}
