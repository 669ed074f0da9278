import { Space, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand, useEndpoint } from '#src/client/hooks.ts'
import { changeNotices, showNotices } from '../contract.ts'

/** Whether customers and staff are told by themselves. */
export function Switches() {
  const { t } = useTranslation('notice')
  const notices = useEndpoint(showNotices, {}, { follows: ['organisation'] })
  const changing = useCommand(changeNotices)
  const now = notices.data
  if (!now) return <FailureNote error={notices.error} />
  // Shown from `changing.error`.
  const change = (next: { customerNotices?: boolean; staffNotices?: boolean }) =>
    changing.run({ body: { ...now, ...next } }).catch(() => {})
  return (
    <fieldset className="svc-row" style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="sp-hidden-words">{t('switch.title')}</legend>
      {(
        [
          ['customerNotices', 'customer'],
          ['staffNotices', 'staff'],
        ] as const
      ).map(([name, key]) => (
        <Space key={name}>
          <Switch
            size="small"
            checked={now[name]}
            loading={changing.busy}
            aria-label={t(`switch.${key}`)}
            onChange={(on) => change({ [name]: on })}
          />
          {t(`switch.${key}`)}
        </Space>
      ))}
      <FailureNote error={changing.error} />
    </fieldset>
  )
}
