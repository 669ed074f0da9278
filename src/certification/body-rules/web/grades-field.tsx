import { Button, Form, Input, InputNumber, Select, Space, Switch } from 'antd'
import { useTranslation } from 'react-i18next'

const REQUIRED = [{ required: true }]

/** The grades of nonconformities, each with its own deadlines. */
export function GradesField() {
  const { t } = useTranslation('client')
  return (
    <Form.List name="value">
      {(fields, { add, remove }) => (
        <div className="sp-stack">
          {fields.map(({ key, name }) => (
            <section key={key} className="sp-card">
              <Space wrap align="start">
                <Form.Item
                  name={[name, 'id']}
                  label="ID"
                  rules={[{ required: true, pattern: /^[a-z][a-z0-9_-]{0,59}$/ }]}
                >
                  <Input maxLength={60} style={{ width: 120 }} />
                </Form.Item>
                <Form.Item name={[name, 'name', 'zh']} label={t('rules.grade.zh')} rules={REQUIRED}>
                  <Input maxLength={60} style={{ width: 140 }} />
                </Form.Item>
                <Form.Item name={[name, 'name', 'en']} label={t('rules.grade.en')} rules={REQUIRED}>
                  <Input maxLength={60} style={{ width: 140 }} />
                </Form.Item>
                <TermFields at={[name, 'correctWithin']} label={t('rules.grade.correct')} />
                <TermFields at={[name, 'verifyWithin']} label={t('rules.grade.verify')} />
                <Form.Item name={[name, 'blocksDecision']} label={t('rules.grade.blocks')} valuePropName="checked">
                  <Switch />
                </Form.Item>
              </Space>
              {fields.length > 1 && <Button onClick={() => remove(name)}>{t('contract.remove')}</Button>}
            </section>
          ))}
          <Button
            onClick={() =>
              add({
                correctWithin: { days: 30, counted: 'calendar' },
                verifyWithin: { days: 10, counted: 'working' },
                blocksDecision: false,
              })
            }
          >
            {t('contract.addAdjustment')}
          </Button>
        </div>
      )}
    </Form.List>
  )
}

function TermFields({ at, label }: { at: (string | number)[]; label: string }) {
  const { t } = useTranslation('client')
  return (
    <Form.Item label={label}>
      <Space.Compact>
        <Form.Item name={[...at, 'days']} rules={REQUIRED} noStyle>
          <InputNumber min={0} max={3650} precision={0} aria-label={label} style={{ width: 80 }} />
        </Form.Item>
        <Form.Item name={[...at, 'counted']} rules={REQUIRED} noStyle>
          <Select
            aria-label={label}
            style={{ width: 130 }}
            options={(['working', 'calendar'] as const).map((value) => ({
              value,
              label: t(`rules.unitName.${value}`),
            }))}
          />
        </Form.Item>
      </Space.Compact>
    </Form.Item>
  )
}
