import { Checkbox, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Role } from '#src/shared/endpoint.ts'
import { Pill } from '#src/ui/pill.tsx'

export function RoleTags({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation('common')
  return (
    <Space size={4} wrap>
      {roles.map((role) => (
        <Pill key={role}>{t(`role.${role}`)}</Pill>
      ))}
    </Space>
  )
}

/** A field of a form: which of these roles. */
export function RoleChoice<R extends Role>({
  id,
  of,
  value,
  onChange,
}: {
  id?: string
  of: readonly R[]
  value?: R[]
  onChange?: (roles: R[]) => void
}) {
  const { t } = useTranslation(['common', 'account'])
  return (
    // biome-ignore lint/a11y/useSemanticElements: the form's label stands where a legend would
    <div id={id} role="group" aria-label={t('account:field.roles')}>
      <Checkbox.Group
        value={value}
        onChange={(roles) => onChange?.(roles as R[])}
        options={of.map((role) => ({ value: role, label: t(`role.${role as Role}`) }))}
      />
    </div>
  )
}
