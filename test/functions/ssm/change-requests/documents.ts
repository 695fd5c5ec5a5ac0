/** One level of approvals. */
export const level = (name: string, type: string, approver: string, rest: object = {}) => ({
  name,
  action: 'aws:approve',
  inputs: { EnhancedApprovals: { NotificationArn: 'arn:aws:sns:::a', Approvers: [{ approver, type }] } },
  ...rest,
});
/** A change template of two levels: alice, then a manager. */
export const template = (rest: object = {}) => ({
  schemaVersion: '0.3',
  templateInformation: 'Why, what, how back?',
  parameters: { Approver: { type: 'String', default: 'alice' } },
  executableRunBooks: [{ name: 'Deploy' }],
  mainSteps: [
    level('First', 'IamUser', '{{ Approver }}'),
    level('Second', 'IamGroup', 'managers', { isEnd: true, onFailure: 'Continue' }),
  ],
  ...rest,
});
/** The runbook Deploy. */
export const runbook = {
  schemaVersion: '0.3',
  parameters: { Text: { type: 'String' } },
  variables: { Last: { type: 'String', default: 'none' } },
  mainSteps: [
    { name: 'set', action: 'aws:updateVariable', inputs: { Name: 'variable:Last', Value: '{{ Text }}' } },
    {
      name: 'script',
      action: 'aws:executeScript',
      inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' },
    },
  ],
};
/** A change calendar that is closed between two times. */
export const calendar = (from: string, to: string) =>
  [
    'BEGIN:VCALENDAR',
    'PRODID:-//AWS//Change Calendar 1.0//EN',
    'VERSION:2.0',
    'X-CALENDAR-TYPE:DEFAULT_OPEN',
    'BEGIN:VEVENT',
    'UID:1',
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${from}`,
    `DTEND:${to}`,
    'SUMMARY:Freeze',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');
