# Runs the script whose file is named first and leaves {"payload"} or {"message"} in the file named second. What the script outputs last is its
# result, what it output before goes to the log; a terminating error ends it, and one it wrote fails it in the end.
param([string] $ScriptFile, [string] $ResultFile)
$ProgressPreference = 'SilentlyContinue'
$InformationPreference = 'Continue'
if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }

function Write-Result([hashtable] $Result) {
  $text = ConvertTo-Json -InputObject $Result -Compress -Depth 100 -WarningAction SilentlyContinue
  [IO.File]::WriteAllText($ResultFile, $text)
}

$output = [Collections.Generic.List[object]]::new()
$failure = $null
try {
  $script = [scriptblock]::Create([IO.File]::ReadAllText($ScriptFile))
  & $script 2>&1 | ForEach-Object {
    if ($_ -isnot [Management.Automation.ErrorRecord]) {
      if ($output.Count -gt 0) { $output[0] | Out-Default }
      $output.Clear()
      $output.Add($_)
    } elseif ($_.FullyQualifiedErrorId -like 'NativeCommandError*') {
      Write-Host $_.ToString()
    } else {
      if ($null -eq $failure) { $failure = $_ }
      Write-Host ($_ | Out-String)
    }
  }
} catch {
  $failure = $_
}
if ($null -ne $failure) {
  Write-Result @{ message = "$($failure.Exception.Message)`n$($failure.ScriptStackTrace)".Trim() }
} else {
  $last = if ($output.Count -gt 0) { $output[0] } else { $null }
  try { Write-Result @{ payload = $last } } catch { Write-Result @{ message = "The output of the script is not JSON: $_" } }
}
