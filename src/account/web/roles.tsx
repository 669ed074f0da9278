import { Checkbox, Space, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Role } from '#src/shared/endpoint.ts'

export function RoleTags({ roles }: { roles: readonly Role[] }) {
  const { t } = useTranslation('common')
  return (
    <Space size={4} wrap>
      {roles.map((role) => (
        <Tag key={role}>{t(`role.${role}`)}</Tag>
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
  const { t } = useTranslation('common')
  return (
    <div id={id}>
      <Checkbox.Group
        value={value}
        onChange={(roles) => onChange?.(roles as R[])}
        options={of.map((role) => ({ value: role, label: t(`role.${role as Role}`) }))}
      />
    </div>
  )
}
