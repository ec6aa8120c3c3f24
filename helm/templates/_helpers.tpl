{{- define "graceful.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{/* Names of objects begin with it; 50 characters leave room for "-operator" and the like. */}}
{{- define "graceful.fullname" -}}
{{- $name := include "graceful.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "graceful.operator.name" -}}
{{ include "graceful.fullname" . }}-operator
{{- end -}}

{{/* Labels of every object. */}}
{{- define "graceful.labels" -}}
app.kubernetes.io/name: {{ include "graceful.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: graceful-shutdown
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* By these the operator's pods are found; they never change. */}}
{{- define "graceful.operator.selector" -}}
app.kubernetes.io/name: {{ include "graceful.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{- define "graceful.operator.labels" -}}
{{ include "graceful.labels" . }}
app.kubernetes.io/component: operator
{{- end -}}

{{- define "graceful.operator.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "graceful.operator.name" .) }}
{{- else -}}
{{ .Values.serviceAccount.name | default "default" }}
{{- end -}}
{{- end -}}

{{- define "graceful.agent.name" -}}
{{ include "graceful.fullname" . }}-agent
{{- end -}}

{{- define "graceful.agent.serviceAccount" -}}
{{ include "graceful.agent.name" . }}
{{- end -}}

{{/* By these the agents' pods are found; they never change. */}}
{{- define "graceful.agent.selector" -}}
app.kubernetes.io/name: {{ include "graceful.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: agent
{{- end -}}

{{- define "graceful.agent.labels" -}}
{{ include "graceful.labels" . }}
app.kubernetes.io/component: agent
{{- end -}}

{{/* Not empty when admission is served. */}}
{{- define "graceful.webhook" -}}
{{- if and .Values.webhook.enabled (not .Values.observeOnly) }}yes{{ end -}}
{{- end -}}

{{/* How a webhook is called: `(dict "root" . "path" "/pods")`. */}}
{{- define "graceful.webhook.call" -}}
admissionReviewVersions: [v1]
sideEffects: None
clientConfig:
  service:
    name: {{ include "graceful.fullname" .root }}-webhook
    namespace: {{ .root.Release.Namespace }}
    path: {{ .path }}
    port: 443
{{- end -}}

{{/* Which namespaces' policies and shutdowns a webhook is asked about: those that are watched. */}}
{{- define "graceful.webhook.namespaces" -}}
{{- with .Values.watchNamespaces }}
namespaceSelector:
  matchExpressions:
  - key: kubernetes.io/metadata.name
    operator: In
    values: [{{ join ", " . }}]
{{- end }}
{{- end -}}

{{- define "graceful.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* What the operator may do in the namespaces that it watches. */}}
{{- define "graceful.operator.rules" -}}
{{- $look := list "get" "list" "watch" -}}
{{- $workload := .Values.observeOnly | ternary $look (append $look "patch") -}}
# Policies are read, and told how they fare.
- apiGroups: [gracefulshutdown.dev]
  resources: [gracefulshutdownpolicies]
  verbs: [get, list, watch]
- apiGroups: [gracefulshutdown.dev]
  resources: [gracefulshutdownpolicies/status, shutdowns/status]
  verbs: [get, patch, update]
# Shutdowns are asked for, followed, and removed when their history is full.
- apiGroups: [gracefulshutdown.dev]
  resources: [shutdowns]
  verbs: [get, list, watch, create, delete, patch, update]
# Workloads are {{ .Values.observeOnly | ternary "looked at." "scaled, suspended and marked." }}
- apiGroups: [apps]
  resources: [daemonsets, deployments, replicasets, statefulsets]
  verbs: [{{ join ", " $workload }}]
- apiGroups: [batch]
  resources: [cronjobs, jobs]
  verbs: [{{ join ", " $workload }}]
{{- range .Values.scaleKinds }}
- apiGroups: [{{ .group | quote }}]
  resources: [{{ .plural }}]
  verbs: [{{ join ", " $workload }}]
- apiGroups: [{{ .group | quote }}]
  resources: [{{ .plural }}/scale]
  verbs: [{{ $.Values.observeOnly | ternary "get" "get, patch, update" }}]
{{- end }}
# KEDA's autoscalers would start again what a policy is to stop.
- apiGroups: [keda.sh]
  resources: [scaledobjects]
  verbs: [list]
# Pods are {{ .Values.observeOnly | ternary "looked at." "restarted by eviction, or deleted." }}
- apiGroups: [""]
  resources: [pods]
  verbs: [{{ join ", " (.Values.observeOnly | ternary $look (append $look "delete")) }}]
{{- if not .Values.observeOnly }}
- apiGroups: [""]
  resources: [pods/eviction]
  verbs: [create]
{{- end }}
- apiGroups: ["", events.k8s.io]
  resources: [events]
  verbs: [create, get, patch]
{{- end -}}
