import { describe, expect, it } from '@jest/globals';
import { incident } from '../../../src/local/sample/incident.js';
import { createDice } from '../../../src/local/sample/prng.js';

const END = Date.parse('2026-11-24T06:45:30Z');
const HOUR_MS = 3_600_000;
const { records, findings } = incident(END, createDice(1));
const inOrder = [...records].sort((a, b) => a.eventTime.localeCompare(b.eventTime));
const byKey = (keyId: string) => inOrder.filter(({ userIdentity }) => userIdentity.accessKeyId === keyId);
const byArn = (arn: string) => inOrder.filter(({ userIdentity }) => userIdentity.arn === arn);

/** The first record of a call that succeeded. */
function firstSuccess(eventName: string) {
  const record = inOrder.find((candidate) => candidate.eventName === eventName && candidate.errorCode === undefined);
  if (!record) throw new Error(`no ${eventName} succeeded`);
  return record;
}

describe('the incident', () => {
  it('happens between eight and two hours before the end', () => {
    const times = records.map(({ eventTime }) => Date.parse(eventTime));

    expect(Math.min(...times)).toBeGreaterThanOrEqual(END - 8 * HOUR_MS);
    expect(Math.max(...times)).toBeLessThanOrEqual(END - 2 * HOUR_MS);
  });

  it('begins with the question whose key this is', () => {
    expect(inOrder[0]).toMatchObject({
      eventName: 'GetCallerIdentity',
      userIdentity: { accessKeyId: findings.stolenKeyId },
      sourceIPAddress: findings.attackerAddresses[0],
    });
  });

  it('is refused broadly within twenty minutes, in every region, with the codes of each service', () => {
    const [scanner] = findings.attackerAddresses;
    const refused = inOrder.filter((r) => r.sourceIPAddress === scanner && r.errorCode !== undefined);
    const minutes = (Date.parse(refused.at(-1)?.eventTime ?? '') - Date.parse(refused[0]?.eventTime ?? '')) / 60_000;

    expect(refused.length).toBeGreaterThan(190);
    expect(minutes).toBeLessThanOrEqual(20);
    expect(new Set(refused.map((r) => r.eventSource)).size).toBeGreaterThanOrEqual(30);
    expect(new Set(refused.map((r) => `${r.eventSource} ${r.eventName}`)).size).toBeGreaterThanOrEqual(110);
    expect(new Set(refused.map((r) => r.awsRegion)).size).toBe(3);
    expect(new Set(refused.map((r) => r.errorCode))).toEqual(
      new Set(['AccessDenied', 'AccessDeniedException', 'Client.UnauthorizedOperation']),
    );
  });

  it('goes up, makes a key, takes a role, takes data, and goes on, in this order', () => {
    const steps = [
      'CreatePolicyVersion',
      'SetDefaultPolicyVersion',
      'CreateAccessKey',
      'GetAccountAuthorizationDetails',
      'AssumeRole',
      'GetObject',
      'GetSecretValue',
      'ModifySnapshotAttribute',
    ].map((name) => firstSuccess(name).eventTime);

    expect(steps).toEqual([...steps].sort());
    expect(new Set(steps).size).toBe(steps.length);
  });

  it.each(['AttachUserPolicy', 'PutUserPolicy', 'CreateAccessKey'])(
    'is refused %s before it finds the way up',
    (name) => {
      const refused = inOrder.find((r) => r.eventName === name && r.errorCode === 'AccessDenied');

      expect(refused && refused.eventTime < firstSuccess('SetDefaultPolicyVersion').eventTime).toBe(true);
    },
  );

  it('uses the second key only after it was made, from another address', () => {
    const created = firstSuccess('CreateAccessKey');
    const uses = byKey(findings.secondKeyId);

    expect(created.responseElements).toMatchObject({ accessKey: { accessKeyId: findings.secondKeyId } });
    expect(uses.length).toBeGreaterThan(5);
    expect(uses.every((r) => r.eventTime > created.eventTime)).toBe(true);
    expect(uses.some((r) => r.sourceIPAddress === created.sourceIPAddress)).toBe(false);
  });

  it.each([
    ['production', findings.roleSessionArn],
    ['staging', findings.stagingSessionArn],
  ])('uses the %s session only after it was issued, with the issued key', (_, arn) => {
    const uses = byArn(arn);
    const [keyId] = new Set(uses.map(({ userIdentity }) => userIdentity.accessKeyId));
    const issued = inOrder.find((r) => JSON.stringify(r.responseElements).includes(`"accessKeyId":"${keyId}"`));

    expect(keyId).toMatch(/^ASIA/);
    expect(issued?.eventName).toBe('AssumeRole');
    expect(uses.every((r) => r.eventTime > (issued?.eventTime ?? '~'))).toBe(true);
  });

  it('reads hundreds of different objects, as data events', () => {
    const reads = byArn(findings.roleSessionArn).filter(({ eventName }) => eventName === 'GetObject');

    expect(reads.length).toBeGreaterThan(300);
    expect(new Set(reads.map((r) => JSON.stringify(r.requestParameters))).size).toBeGreaterThan(300);
    expect(new Set(reads.map((r) => r.eventCategory))).toEqual(new Set(['Data']));
  });

  it('is kept from switching off the trail', () => {
    const attempts = inOrder.filter(({ eventName }) => eventName === 'StopLogging' || eventName === 'DeleteTrail');

    expect(attempts).toHaveLength(8);
    expect(attempts.every((r) => r.errorCode === 'AccessDenied')).toBe(true);
  });

  it('leaves the crossing into staging in both trails, under one shared id', () => {
    const crossing = inOrder.filter((r) => r.sharedEventID !== undefined);

    expect(crossing.map((r) => r.recipientAccountId).sort()).toEqual(['111122223333', '444455556666']);
    expect(new Set(crossing.map((r) => r.sharedEventID)).size).toBe(1);
    expect(new Set(crossing.map((r) => r.eventID)).size).toBe(2);
  });
});
