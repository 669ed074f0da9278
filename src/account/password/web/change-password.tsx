import { Button, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useTitle } from '#src/app/shell/use-title.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { useCommand } from '#src/client/hooks.ts'
import { Stack } from '#src/ui/card.tsx'
import { toast } from '#src/ui/toast.tsx'
import { changePassword } from '../contract.ts'

type Filled = { currentPassword: string; newPassword: string; again: string }

export default function ChangePassword() {
  const { t } = useTranslation(['account', 'common'])
  useTitle(t('password.title'))
  const [form] = Form.useForm<Filled>()
  const changing = useCommand(changePassword)
  const send = ({ currentPassword, newPassword }: Filled) =>
    changing.run({ body: { currentPassword, newPassword } }).then(
      () => {
        toast(t('password.done'))
        form.resetFields()
      },
      // Shown from `changing.error`.
      () => form.resetFields(['currentPassword']),
    )
  const missing = { required: true, message: t('common:field.missing') }
  return (
    <Stack>
      <h1>{t('password.title')}</h1>
      <p>{t('password.intro')}</p>
      <FailureNote error={changing.error} />
      <Form form={form} layout="vertical" onFinish={send} style={{ maxWidth: 420 }}>
        <Form.Item name="currentPassword" label={t('password.current')} rules={[missing]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="newPassword"
          label={t('password.new')}
          rules={[missing, { min: 10, message: t('password.tooShort') }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('password.again')}
          dependencies={['newPassword']}
          rules={[
            missing,
            ({ getFieldValue }) => ({
              validator: (_, again?: string) =>
                !again || again === getFieldValue('newPassword')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('password.different'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={changing.busy}>
          {t('password.go')}
        </Button>
      </Form>
    </Stack>
  )
}
