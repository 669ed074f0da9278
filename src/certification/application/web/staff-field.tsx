import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { readOutletLines } from './outlet-lines.ts'
import { readStaffLines } from './staff-lines.ts'

/** Names of the outlets typed in so far; none while they cannot be read. */
export function outletNames(text: string): string[] {
  return (readOutletLines(text).outlets ?? []).map(({ name }) => name)
}

/** The staff list of a paper application: typed in, or pasted as copied from a sheet. */
export function StaffField() {
  const { t } = useTranslation('client')
  const form = Form.useFormInstance()
  const check = (_: unknown, text?: string) => {
    const { problem } = readStaffLines(text ?? '', outletNames(form.getFieldValue('outlets') ?? ''))
    if (!problem) return Promise.resolve()
    const { line } = problem
    return Promise.reject(
      new Error(
        problem.why === 'outlet'
          ? t('form.staffOutletUnknown', { line, outlet: problem.outlet })
          : t('form.staffWrong', { line }),
      ),
    )
  }
  return (
    <Form.Item
      name="staff"
      label={t('form.staff')}
      extra={t('form.staffHint')}
      dependencies={['outlets']}
      rules={[{ validator: check }]}
    >
      <Input.TextArea rows={4} />
    </Form.Item>
  )
}
