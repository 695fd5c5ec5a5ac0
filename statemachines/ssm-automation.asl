{
  "Comment": "One SSM Automation execution: the states are its statuses, the tasks decide.",
  "StartAt": "InProgress",
  "States": {
    "Status": {
      "Type": "Choice",
      "Choices": [
        { "Variable": "$.status", "StringEquals": "InProgress", "Next": "InProgress" },
        { "Variable": "$.status", "StringEquals": "Pending", "Next": "Pending" },
        { "Variable": "$.status", "StringEquals": "Waiting", "Next": "Waiting" },
        { "Variable": "$.status", "StringEquals": "Cancelling", "Next": "Cancelling" },
        { "Variable": "$.status", "StringEquals": "Continued", "Next": "Continued" },
        { "Variable": "$.status", "StringEquals": "Success", "Next": "Success" },
        { "Variable": "$.status", "StringEquals": "TimedOut", "Next": "TimedOut" },
        { "Variable": "$.status", "StringEquals": "Cancelled", "Next": "Cancelled" }
      ],
      "Default": "Failed"
    },
    "Pending": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": {
        "FunctionName": "${SsmAutomationPendingFunctionArn}",
        "Payload": { "executionId.$": "$.executionId", "wait.$": "$.wait", "token.$": "$$.Task.Token" }
      },
      "ResultPath": null,
      "TimeoutSeconds": 3600,
      "Retry": [
        { "ErrorEquals": ["Cancelled", "States.Timeout"], "MaxAttempts": 0 },
        { "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 3 }
      ],
      "Catch": [
        { "ErrorEquals": ["States.Timeout"], "ResultPath": null, "Next": "InProgress" },
        { "ErrorEquals": ["Cancelled"], "ResultPath": null, "Next": "Cancelling" },
        { "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }
      ],
      "Next": "InProgress"
    },
    "InProgress": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${SsmAutomationInProgressFunctionArn}", "Payload.$": "$" },
      "OutputPath": "$.Payload",
      "TimeoutSeconds": 330,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 3 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "Status"
    },
    "Waiting": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
      "Parameters": {
        "FunctionName": "${SsmAutomationWaitingFunctionArn}",
        "Payload": { "executionId.$": "$.executionId", "wait.$": "$.wait", "timeoutSeconds.$": "$.timeoutSeconds", "token.$": "$$.Task.Token" }
      },
      "ResultPath": null,
      "TimeoutSecondsPath": "$.timeoutSeconds",
      "Retry": [
        { "ErrorEquals": ["Cancelled", "States.Timeout"], "MaxAttempts": 0 },
        { "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 3 }
      ],
      "Catch": [
        { "ErrorEquals": ["States.Timeout"], "ResultPath": null, "Next": "InProgress" },
        { "ErrorEquals": ["Cancelled"], "ResultPath": null, "Next": "Cancelling" },
        { "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }
      ],
      "Next": "InProgress"
    },
    "Cancelling": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": { "FunctionName": "${SsmAutomationCancellingFunctionArn}", "Payload.$": "$" },
      "OutputPath": "$.Payload",
      "TimeoutSeconds": 330,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 1, "MaxAttempts": 4, "BackoffRate": 3 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "RecordFailure" }],
      "Next": "Status"
    },
    "RecordFailure": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {
        "FunctionName": "${SsmAutomationRecordFailureFunctionArn}",
        "Payload": { "executionId.$": "$.executionId", "error.$": "$.error" }
      },
      "ResultPath": null,
      "TimeoutSeconds": 60,
      "Retry": [{ "ErrorEquals": ["States.ALL"], "IntervalSeconds": 5, "MaxAttempts": 8, "BackoffRate": 2 }],
      "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Failed" }],
      "Next": "Failed"
    },
    "Continued": { "Type": "Succeed", "Comment": "Another execution of this machine goes on." },
    "Success": { "Type": "Succeed" },
    "Failed": { "Type": "Fail", "Error": "Failed", "Cause": "The automation execution failed; its record says why." },
    "TimedOut": { "Type": "Fail", "Error": "TimedOut", "Cause": "The automation execution timed out; its record says why." },
    "Cancelled": { "Type": "Fail", "Error": "Cancelled", "Cause": "The automation execution was cancelled." }
  }
}
