import { Button, Drawer, Form, type FormInstance, Space } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CallRefused } from '#src/client/failure.ts'
import { FailureNote } from '#src/client/failure-note.tsx'
import { toast } from '#src/ui/toast.tsx'

type FormDrawerProps<V extends object> = {
  title: string
  initial: Partial<V>
  /** Sends the values; a failure stays on the form, success closes it. */
  send: (values: V) => Promise<unknown>
  busy: boolean
  error: Error | null
  onClose: () => void
  children: ReactNode
  form?: FormInstance<V>
  wide?: boolean
  danger?: boolean
  sendWords?: string
}

/** A form at the side of the desk. Mount it when it opens, so that it always begins with fresh values. */
export function FormDrawer<V extends object>(props: FormDrawerProps<V>) {
  const { title, initial, send, busy, error, onClose, children, wide = false, danger = false, sendWords } = props
  const { t } = useTranslation(['common', 'company'])
  const [ownForm] = Form.useForm<V>()
  const form = props.form ?? ownForm
  const finish = (values: V) =>
    send(values).then(
      () => {
        toast(t('state.saved'))
        onClose()
      },
      (failure: unknown) => {
        // The failure itself stands above the form; here its fields are marked.
        if (!(failure instanceof CallRefused)) return
        const marks = failure.issues
          .map(({ path }) => path.split('.').slice(1))
          .filter((name) => name.length > 0)
          .map((name) => ({ name: name as never, errors: [t('company:field.refused')] }))
        form.setFields(marks)
      },
    )
  return (
    <Drawer
      open
      title={title}
      size={wide ? 'min(920px, 100vw)' : 'min(520px, 100vw)'}
      onClose={onClose}
      footer={
        <Space>
          <Button type="primary" danger={danger} loading={busy} onClick={() => form.submit()}>
            {sendWords ?? t('action.save')}
          </Button>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
        </Space>
      }
    >
      <Form<V>
        form={form}
        layout="vertical"
        initialValues={initial}
        scrollToFirstError
        onFinish={finish}
        validateMessages={{ required: t('field.missing') }}
      >
        <FailureNote error={error} />
        {children}
      </Form>
    </Drawer>
  )
}
