{
  "Comment": "The registration of one Proton template version.",
  "StartAt": "Register",
  "States": {
    "Register": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${ProtonRegistrationRegisterFunctionArn}",
        "Payload": { "version.$": "$.version" }
      },
      "ResultSelector": { "status.$": "$.Payload.status" },
      "ResultPath": "$.registered",
      "TimeoutSeconds": 330,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 3 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "Status"
    },
    "Status": {
      "Type": "Choice",
      "Choices": [{ "Variable": "$.registered.status", "StringEquals": "DRAFT", "Next": "Draft" }],
      "Default": "RegistrationFailed"
    },
    "RecordFailure": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${ProtonRegistrationRecordFailureFunctionArn}",
        "Payload": { "version.$": "$.version", "error.$": "$.error" }
      },
      "ResultPath": null,
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "RegistrationFailed" }],
      "Next": "RegistrationFailed"
    },
    "Draft": { "Type": "Succeed" },
    "RegistrationFailed": {
      "Type": "Fail",
      "Error": "REGISTRATION_FAILED",
      "Cause": "The template version could not be registered; its statusMessage says why."
    }
  }
}
