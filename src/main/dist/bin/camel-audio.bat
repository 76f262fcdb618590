@echo off
rem Runs Camel Audio from any directory.
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java") else (set "JAVA=java")
"%JAVA%" %CAMEL_AUDIO_OPTS% -jar "%~dp0..\camel-audio.jar" %*
