import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dictionaryAnswer, tableSchemaAnswer } from '../../publish/answers/dictionary-answer.ts';
import { CONTENT_TYPES, chooseFormat } from '../representation.ts';
import {
  DictionaryParameters,
  DictionaryPath,
  dictionaryResponses,
  tableSchemaResponses,
} from '../schemas/dictionary.ts';
import { sendBody } from '../send-body.ts';

/** What the columns mean. It belongs to the program and not to an edition: it is there before one is loaded. */
export function dictionaryRoutes(): FastifyPluginAsyncTypebox {
  return async (app) => {
    const all = {
      operationId: 'dictionary',
      tags: ['dictionary'],
      summary: 'The data dictionary',
      description: 'Every column of every table: type, unit, heading and definition in English and French.',
      querystring: DictionaryParameters,
      response: dictionaryResponses,
    };
    app.get('/v1/dictionary', { schema: all }, (request, reply) => {
      chooseFormat(['json'], request.query.format, request.headers.accept);
      return sendDictionary(request, reply, dictionaryAnswer());
    });

    const one = {
      operationId: 'tableSchema',
      tags: ['dictionary'],
      summary: 'The Table Schema of a table',
      description:
        'Frictionless Table Schema of the machine CSV; `format=datapackage` of an answer holds it too.',
      params: DictionaryPath,
      querystring: DictionaryParameters,
      response: tableSchemaResponses,
    };
    app.get('/v1/dictionary/:table', { schema: one }, (request, reply) => {
      chooseFormat(['json'], request.query.format, request.headers.accept);
      return sendDictionary(request, reply, tableSchemaAnswer(request.params.table));
    });
  };
}

function sendDictionary(request: FastifyRequest, reply: FastifyReply, answer: object): Promise<FastifyReply> {
  const body = JSON.stringify(answer);
  reply.header('cache-control', 'public, max-age=3600').header('vary', 'Accept');
  const tag = createHash('sha256').update(body).digest('base64url').slice(0, 27);
  return sendBody(request, reply, { tag, contentType: CONTENT_TYPES.json, makeBody: () => body });
}
