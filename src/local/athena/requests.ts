import { z } from 'zod';
import { RequestRefused } from './athena-errors.js';

/** Limits of the API. https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html (as of November 2026) */
const queryString = z.string().min(1).max(262_144);
const clientRequestToken = z.string().min(32).max(128);
const executionParameters = z.array(z.string().min(1).max(1_024)).min(1);
const queryExecutionId = z.string().min(1).max(128).regex(/^\S+$/);

export const startQueryExecution = z.object({
  QueryString: queryString,
  ClientRequestToken: clientRequestToken,
  ExecutionParameters: executionParameters.optional(),
  QueryExecutionContext: z.object({ Catalog: z.string().optional(), Database: z.string().optional() }).optional(),
  ResultConfiguration: z
    .object({
      OutputLocation: z
        .string()
        .regex(/^s3:\/\//)
        .optional(),
    })
    .optional(),
  WorkGroup: z.string().optional(),
});
export const oneExecution = z.object({ QueryExecutionId: queryExecutionId });
export const someExecutions = z.object({ QueryExecutionIds: z.array(queryExecutionId).min(1).max(50) });
export const resultPage = z.object({
  QueryExecutionId: queryExecutionId,
  MaxResults: z.number().int().min(1).max(1_000).default(1_000),
  NextToken: z.string().optional(),
});
export const oneTable = z.object({ CatalogName: z.string(), DatabaseName: z.string(), TableName: z.string() });
export const oneDatabase = z.object({ CatalogName: z.string(), DatabaseName: z.string() });
export const oneCatalog = z.object({ Name: z.string() });
export const oneWorkGroup = z.object({ WorkGroup: z.string() });

/** Reads a request's body. @throws RequestRefused that names the first member that is wrong. */
export function readRequest<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = issue?.path.join('.') ?? '';
  throw new RequestRefused(
    'InvalidRequestException',
    `1 validation error detected: Value at '${member.charAt(0).toLowerCase()}${member.slice(1)}' failed to satisfy constraint: ${issue?.message}`,
    'INVALID_INPUT',
  );
}
