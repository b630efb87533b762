Console.WriteLine("Start-up project of dotnet ef; there is nothing to run.");
